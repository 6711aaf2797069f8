import qrcode from 'qrcode-generator';

/** Modules of white around it, as ISO/IEC 18004 asks for. */
const QUIET = 4;

/** A text as a QR code: always dark on white, so that every camera reads it, also in the dark theme. */
export function QrCode({
  text,
  label,
  className = 'w-full max-w-64',
}: {
  readonly text: string;
  readonly label: string;
  readonly className?: string;
}) {
  const code = qrcode(0, 'M');
  code.addData(text, /^[0-9A-Z $%*+\-./:]*$/.test(text) ? 'Alphanumeric' : 'Byte');
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  const size = count + 2 * QUIET;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={`aspect-square rounded-control ${className}`}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
