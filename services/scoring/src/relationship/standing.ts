import type { RiskBand, SilenceState, Stage } from '@vilfredo/events';
import type { Relationship } from './assess-relationship.js';

/** How the customer stood at the last assessment, and what of it has been told. */
export interface RelationshipStanding {
  risk: number | null;
  band: RiskBand | null;
  class: 1 | 2 | 3 | 4 | null;
  silence: SilenceState | null;
  qualification: number | null;
  /** Null before anything was told. */
  told: ToldRelationship | null;
}

/** What was last published. */
export interface ToldRelationship {
  risk: number | null;
  band: RiskBand | null;
  class: 1 | 2 | 3 | 4 | null;
  /** Status, evidence and flags of the class, in one word. */
  evidence: string;
  silence: SilenceState | null;
  /** The latest purchase (epoch ms), with which that silence began. */
  silentSince: number | null;
  /** Of each product, the stage, and whether somebody should call. */
  stages: Record<string, readonly [Stage, boolean]>;
  qualification: number | null;
}

export function noRelationship(): RelationshipStanding {
  return { risk: null, band: null, class: null, silence: null, qualification: null, told: null };
}

export function nothingTold(): ToldRelationship {
  return {
    risk: null,
    band: null,
    class: null,
    evidence: unrated,
    silence: null,
    silentSince: null,
    stages: {},
    qualification: null,
  };
}

const unrated = 'none none';

/** Notes how the customer stands, told or not; in place. */
export function noteRelationship(standing: RelationshipStanding, found: Relationship): void {
  standing.risk = found.churn?.risk ?? null;
  standing.band = found.churn?.band ?? null;
  standing.class = found.satisfaction.class;
  standing.silence = found.silence?.state ?? null;
  standing.qualification = found.qualification?.score ?? null;
}

/** What tells one classification from another besides the class. */
export function evidenceOf({
  status,
  evidence,
  flags,
}: {
  readonly status: string;
  readonly evidence: string;
  readonly flags: readonly string[];
}): string {
  return [status, evidence, ...flags].join(' ');
}

/** The parts of what `evidenceOf` put together. */
export function evidenceFrom(text: string): Pick<Relationship['satisfaction'], 'status' | 'evidence' | 'flags'> {
  const [status, evidence, ...flags] = text.split(' ');
  return { status, evidence, flags } as Pick<Relationship['satisfaction'], 'status' | 'evidence' | 'flags'>;
}
