/** Objects of the JDK: builders for those we write, readers for those we are sent. */
export * from './jdk/arrays.js';
export * from './jdk/boxes.js';
export * from './jdk/lists.js';
export * from './jdk/maps.js';
export * from './jdk/sets.js';
export * from './jdk/collection-contents.js';
export * from './jdk/values.js';
export * from './jdk/net.js';
export * from './jdk/logging.js';
