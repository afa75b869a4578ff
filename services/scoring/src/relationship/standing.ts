import type { RiskBand, SilenceState, Stage } from '@vilfredo/events';
import type { Relationship } from './assess-relationship.js';

/** How the customer stood at the last assessment, and what of it has been told. */
export interface RelationshipStanding {
  /** The risk as assessed, and as last published. */
  risk: number | null;
  publishedRisk: number | null;
  band: RiskBand | null;
  class: 1 | 2 | 3 | 4 | null;
  /** Status, evidence and flags of the class, in one word. */
  evidence: string;
  silence: SilenceState | null;
  /** The latest purchase (epoch ms), with which the silence began. */
  silentSince: number | null;
  /** Of each product, the stage, and whether somebody should call. */
  stages: Record<string, readonly [Stage, boolean]>;
  qualification: number | null;
  publishedQualification: number | null;
}

export function noRelationship(): RelationshipStanding {
  return {
    risk: null,
    publishedRisk: null,
    band: null,
    class: null,
    evidence: unrated,
    silence: null,
    silentSince: null,
    stages: {},
    qualification: null,
    publishedQualification: null,
  };
}

const unrated = 'none none';

/** What tells one classification from another besides the class. */
export function evidenceOf({ status, evidence, flags }: Relationship['satisfaction']): string {
  return [status, evidence, ...flags].join(' ');
}
