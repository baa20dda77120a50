/** What every test may look up: the classes that the agent knows. */
import { useAllClasses } from '../../src/plugins/classes.js';

useAllClasses();
