/** Rows as bytes, as the columns have it: state keeps keys and rows in this form. */
export { encodeRow, RowDecoder } from '../columnar/row-codec.ts'
