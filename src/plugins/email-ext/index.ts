/** The email-ext plugin. */
export { emailExtCallables as declarations } from './child-file.js';
