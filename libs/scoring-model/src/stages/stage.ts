/** How near a customer is to buying a product, ascending. */
export const stages = ['observe', 'interest', 'comparison', 'trust', 'action'] as const;

export type Stage = (typeof stages)[number];

/** What each stage shows itself by. `contact` is one without any other cue; `order` is an order or its arrangements. */
export const cues = {
  observe: ['contact'],
  interest: ['price', 'service', 'usage', 'upkeep', 'upgrade'],
  comparison: ['suitable', 'better', 'cheaper', 'objection'],
  trust: ['accept', 'like', 'hesitate'],
  action: ['order'],
} as const satisfies Record<Stage, readonly string[]>;

export type Cue = (typeof cues)[Stage][number];

const stageByCue = new Map<string, Stage>(stages.flatMap((stage) => cues[stage].map((cue) => [cue, stage] as const)));

/** The stage that a cue is a sign of. An objection is a sign of comparison, and of nothing else. */
export function stageOfCue(cue: Cue): Stage {
  return stageByCue.get(cue)!;
}
