import { bodyOf, intakeAnswer, intakeProblem, is, json, type RouteWords } from '@vilfredo/service';

export const surveying: RouteWords = {
  summary: 'Takes one signed message of a survey tool that the settings name.',
  body: bodyOf(is.says("In the tool's own fields.", { type: 'object' })),
  answers: { 202: json(intakeAnswer) },
  problems: [401],
  problem: intakeProblem,
};
