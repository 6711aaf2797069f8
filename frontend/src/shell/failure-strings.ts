const en = {
  title: 'Something went wrong',
  text: 'This page could not be shown. Nothing that you did is lost.',
  retry: 'Try again',
  reference: (id: string) => `Reference: ${id}`,
  notFoundTitle: 'There is nothing here',
  notFoundText: 'The address may be wrong, or what was here is gone.',
  home: 'Go to the start page',
};

/** By language. Every page carries them along, so that they stand apart from all others. */
export const failureStrings = { en };
