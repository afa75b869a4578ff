export * from './demo-enterprise/index.js';
export { dayOf, fillWithDemo } from './demo-intake.js';
export { type Deployment, type DeploymentSettings, openDeployment } from './deployment.js';
export { type Serving, serve } from './serve.js';
export { type DemoPlan, UnfinishedDemo } from './unfinished-demo.js';
