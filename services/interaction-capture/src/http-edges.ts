import type { DynamicModule } from '@nestjs/common';
import type { Clock } from '@vilfredo/event-sourcing';
import type { ContactMapping } from './import-contacts/contact-mapping.js';
import { ImportContactsModule } from './import-contacts/import-contacts.module.js';
import { rehearsal } from './import-contacts/rehearse.js';
import type { ContactIntake } from './record-contacts/contact-intake.js';
import { TakeCallsModule } from './take-calls/take-calls.module.js';
import type { SurveySource } from './take-surveys/survey-source.js';
import { TakeSurveysModule } from './take-surveys/take-surveys.module.js';

/** The systems that may hand in contacts in forms of their own. */
export interface EdgeSources {
  readonly callMappings: readonly ContactMapping[];
  readonly surveys: ReadonlyMap<string, SurveySource>;
}

/** The routes of the channels: call records, surveys, and whole files. */
export function httpEdges(intake: ContactIntake, clock: Clock, sources: EdgeSources): DynamicModule[] {
  return [
    TakeCallsModule.register({ intake, mappings: sources.callMappings }),
    TakeSurveysModule.register({ intake, clock, surveys: sources.surveys }),
    ImportContactsModule.register({ intake, clock, rehearsal: rehearsal(clock) }),
  ];
}
