/** Stores of artifacts in S3 and Azure: artifact-manager-jclouds, which artifact-manager-s3 is built on. */
export { jcloudsCallables as declarations } from './jclouds.js';
