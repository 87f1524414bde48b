/** A row of a view as the JSON text everybody is given, made where it lies: objects would cost this process, and are not needed. */
export function printed(row: string): string {
  return `json_strip_nulls(row_to_json(${row}))::text`;
}
