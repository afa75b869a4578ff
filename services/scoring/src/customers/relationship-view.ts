import type { CustomerScore } from '../assess-customer/customer-score.js';
import type { Era } from '../eras/era.js';
import { assessRelationship } from '../relationship/assess-relationship.js';
import type { Rhythm } from '../silence/rhythm.js';

/** Events named with each part when somebody asks why. */
const causesShown = 50;

/** How the customer feels and how near they are to leaving, or to buying, as everybody sees it. */
export function relationshipView({ facts, contacts }: CustomerScore, rhythm: Rhythm | null, asOf: number, era: Era) {
  const { satisfaction, silence, churn, stages, qualification } = assessRelationship(
    facts,
    contacts,
    rhythm,
    asOf,
    era,
  );
  const isRated = satisfaction.latest !== null;
  return {
    churn:
      churn === null || silence === null
        ? null
        : {
            risk: churn.risk,
            band: churn.band,
            horizonDays: rounded(churn.horizonDays, 2),
            pActive: rounded(churn.pActive, 4),
            silence: {
              state: silence.state,
              survival: rounded(silence.survival, 4),
              cycleDays: silence.cycleDays === null ? null : rounded(silence.cycleDays, 2),
              silentDays: rounded(silence.silentDays, 2),
            },
            terms: churn.terms.map(({ causes, logOdds, ...term }) => ({
              ...term,
              logOdds: rounded(logOdds, 6),
              causes: causes.slice(0, causesShown),
            })),
          },
    satisfaction: isRated
      ? {
          class: satisfaction.class,
          status: satisfaction.status,
          evidence: satisfaction.evidence,
          flags: satisfaction.flags,
          months: satisfaction.months,
          rater: satisfaction.rater,
          coverage: satisfaction.coverage,
          latest: satisfaction.latest,
          causes: satisfaction.named
            .flatMap(({ causes }) => causes)
            .reverse()
            .slice(0, causesShown),
        }
      : null,
    qualification:
      qualification === null
        ? null
        : {
            score: qualification.score,
            parts: qualification.parts.map((part) => ({ ...part, causes: part.causes.slice(0, causesShown) })),
          },
    stages: stages.map(({ product, stage, probability, recall, causes }) => ({
      product,
      stage,
      probability,
      recall,
      causes: causes.slice(0, causesShown),
    })),
  };
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
