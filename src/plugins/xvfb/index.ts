/** The xvfb plugin. */
export { xvfbCallables as declarations } from './zombie.js';
