/** The part of JSON Schema that msgspec writes for a node's settings, and our hints in it. */

/** Hints for the form that ride in the schema under `x-ui`. */
export interface Ui {
  widget?: string;
  multiline?: boolean;
  choice?: string;
  /** Of a choice: none of its fields need be set, and what that is called. */
  none?: string;
  labels?: Record<string, string>;
  hidden?: boolean;
  order?: number;
  /** Fields beside it, and the values with which this one means nothing. */
  unless?: Record<string, unknown>;
  placeholder?: string;
  /** The characters that a template may come out as. */
  limit?: number;
  /** A message, which may hold WhatsApp's marks and emoji. */
  formatted?: boolean;
}

export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | boolean;
  prefixItems?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  discriminator?: { propertyName: string; mapping?: Record<string, string> };
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  format?: string;
  examples?: unknown[];
  "x-ui"?: Ui;
}
