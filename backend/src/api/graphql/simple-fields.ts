import { getMetadataStorage } from 'type-graphql';

/**
 * Has fields without a resolver of their own read off their object directly. type-graphql would give each a function
 * that looks for middlewares, of which there are none; without it, compiled queries read a property.
 */
export function readFieldsDirectly(): void {
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
  // What is called differently in the schema has to be looked up under its own name.
  for (const field of getMetadataStorage().fields)
    if (field.name !== field.schemaName) field.simple ??= false;
}
