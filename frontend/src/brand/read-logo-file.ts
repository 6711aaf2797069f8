/** Sides in pixels to try, largest first: a photograph may be too large for the API in all but the last. */
const SIDES = [512, 384, 256, 192, 128];
/** What the API takes. */
const LIMIT_BYTES = 256 * 1_024;

/**
 * A picture of any kind that the browser can draw, as a small PNG in base64; undefined for a file that is none.
 */
export async function readLogoFile(file: Blob): Promise<string | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  try {
    for (const side of SIDES) {
      const png = await draw(bitmap, Math.min(1, side / Math.max(bitmap.width, bitmap.height)));
      if (png && png.size <= LIMIT_BYTES) return toBase64(new Uint8Array(await png.arrayBuffer()));
    }
    return undefined;
  } finally {
    bitmap.close();
  }
}

async function draw(bitmap: ImageBitmap, scale: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
