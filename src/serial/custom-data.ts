/** Custom data of classes with a writeObject method, both ways. */
export { CustomDataReader } from './custom-data-reader.js';
export { CustomDataWriter } from './custom-data-writer.js';
