export * from './render-report.js';
export * from './report-input.js';
export * from './risk-input.js';
