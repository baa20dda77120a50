/** The opentelemetry plugin. */
export { openTelemetryCallables as declarations } from './open-telemetry.js';
