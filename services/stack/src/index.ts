export { type StackConfig, StackSettings } from './config.js';
export { type DemoSettings, fillWithDemo } from './fill-with-demo.js';
export { ServiceProcess } from './service-process.js';
export { Stack, type StackObserver } from './start-stack.js';
