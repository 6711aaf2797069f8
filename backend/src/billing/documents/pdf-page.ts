import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import qrcode from 'qrcode-generator';

const require = createRequire(import.meta.url);
const REGULAR = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const BOLD = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');

const MARGIN = 50;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - MARGIN - 30;
const QR_SIZE = 120;
const LOGO_BOX = [140, 40] as const;

/** A line of a table: what it is, how many, of how much, and what that makes. */
export interface TableRow {
  readonly description: string;
  readonly quantity: string;
  readonly unitAmount: string;
  readonly amount: string;
}

/** What a document says, in the order in which it says it. All texts are as they are shown. */
export interface DocumentContent {
  readonly title: string;
  readonly number: string;
  /** The same for the same document: the bytes depend on nothing else. */
  readonly date: Date;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly rows: readonly TableRow[];
  readonly totals: readonly (readonly [name: string, value: string])[];
  readonly notes: readonly string[];
  /** What a QR code leads to, and what is written beside it. */
  readonly code: { readonly target: string; readonly text: string } | null;
  /** Whose paper it is: a PNG, and `#rrggbb`. */
  readonly brand: { readonly logo: Uint8Array | null; readonly color: string | null };
}

/** An A4 document of any number of pages. The same content makes the same bytes. */
export async function renderDocument(content: DocumentContent): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    font: REGULAR,
    info: { Title: `${content.title} ${content.number}`, CreationDate: content.date, ModDate: content.date },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  document.registerFont('regular', REGULAR).registerFont('bold', BOLD);
  drawHead(document, content);
  drawTable(document, content.rows);
  drawTotals(document, content.totals);
  drawNotes(document, content.notes);
  if (content.code !== null) drawCode(document, content.code);
  drawPageNumbers(document, `${content.title} ${content.number}`);
  document.end();
  return done;
}

type Pdf = InstanceType<typeof PDFDocument>;

function drawHead(pdf: Pdf, { title, number, from, to, facts, brand }: DocumentContent): void {
  if (brand.color !== null)
    pdf
      .rect(0, 0, WIDTH + 2 * MARGIN, 6)
      .fill(brand.color)
      .fillColor('#000000');
  const [logoWidth, logoHeight] = LOGO_BOX;
  if (brand.logo !== null) {
    pdf.image(Buffer.from(brand.logo), MARGIN + WIDTH - logoWidth, MARGIN - 10, {
      fit: [logoWidth, logoHeight],
      align: 'right',
    });
  }
  const titleWidth = brand.logo === null ? WIDTH : WIDTH - logoWidth - 15;
  pdf.font('bold').fontSize(18).text(`${title} ${number}`, MARGIN, MARGIN, { width: titleWidth });
  if (brand.logo !== null) pdf.y = Math.max(pdf.y, MARGIN - 10 + logoHeight);
  pdf.font('regular').fontSize(9).moveDown(1);
  const top = pdf.y;
  pdf.text(from.join('\n'), MARGIN, top, { width: WIDTH / 2 - 10 });
  const afterFrom = pdf.y;
  pdf.text(to.join('\n'), MARGIN + WIDTH / 2, top, { width: WIDTH / 2 });
  pdf.y = Math.max(afterFrom, pdf.y) + 12;
  for (const [name, value] of facts) {
    const { y } = pdf;
    pdf.font('bold').text(name, MARGIN, y, { width: 120 });
    pdf.font('regular').text(value, MARGIN + 120, y, { width: WIDTH - 120 });
  }
  pdf.moveDown(1);
}

const COLUMNS = [
  { x: MARGIN, width: 255, align: 'left' },
  { x: MARGIN + 260, width: 50, align: 'right' },
  { x: MARGIN + 315, width: 85, align: 'right' },
  { x: MARGIN + 405, width: WIDTH - 405, align: 'right' },
] as const;

function drawTable(pdf: Pdf, rows: readonly TableRow[]): void {
  drawRow(pdf, ['Description', 'Quantity', 'Unit amount', 'Amount'], 'bold');
  for (const { description, quantity, unitAmount, amount } of rows) {
    drawRow(pdf, [description, quantity, unitAmount, amount], 'regular');
  }
  pdf.moveDown(0.5);
}

function drawRow(pdf: Pdf, cells: readonly string[], font: 'regular' | 'bold'): void {
  pdf.font(font).fontSize(9);
  const height = Math.max(
    ...COLUMNS.map(({ width }, index) => pdf.heightOfString(cells[index] ?? '', { width })),
  );
  requireRoom(pdf, height + 4);
  const { y } = pdf;
  for (const [index, { x, width, align }] of COLUMNS.entries()) {
    pdf.text(cells[index] ?? '', x, y, { width, align, height: height + 1 });
  }
  pdf.y = y + height + 4;
  pdf
    .moveTo(MARGIN, pdf.y - 2)
    .lineTo(MARGIN + WIDTH, pdf.y - 2)
    .lineWidth(0.3)
    .stroke('#bbbbbb');
}

function drawTotals(pdf: Pdf, totals: DocumentContent['totals']): void {
  for (const [name, value] of totals) {
    requireRoom(pdf, 14);
    const { y } = pdf;
    pdf.font('bold').text(name, MARGIN + 200, y, { width: 170, align: 'right' });
    pdf.font('regular').text(value, MARGIN + 375, y, { width: WIDTH - 375, align: 'right' });
    pdf.y = y + 14;
  }
  pdf.moveDown(1);
}

function drawNotes(pdf: Pdf, notes: readonly string[]): void {
  pdf.font('regular').fontSize(9);
  for (const note of notes) {
    requireRoom(pdf, 24);
    pdf.text(note, MARGIN, pdf.y, { width: WIDTH }).moveDown(0.5);
  }
}

function drawCode(pdf: Pdf, { target, text }: { readonly target: string; readonly text: string }): void {
  requireRoom(pdf, QR_SIZE + 10);
  const code = qrcode(0, 'M');
  code.addData(target);
  code.make();
  const count = code.getModuleCount();
  const size = QR_SIZE / count;
  const top = pdf.y;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) pdf.rect(MARGIN + column * size, top + row * size, size, size);
    }
  }
  pdf.fill('#000000');
  pdf.text(`${text}\n${target}`, MARGIN + QR_SIZE + 15, top, { width: WIDTH - QR_SIZE - 15 });
  pdf.y = Math.max(pdf.y, top + QR_SIZE);
}

function drawPageNumbers(pdf: Pdf, name: string): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page);
    // Below the margin, where text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    pdf.font('regular').fontSize(8);
    pdf.text(`${name} · ${page + 1} / ${count}`, MARGIN, 841.89 - MARGIN + 5, {
      width: WIDTH,
      align: 'right',
    });
  }
}

function requireRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height <= BOTTOM) return;
  pdf.addPage();
  pdf.y = MARGIN;
}
