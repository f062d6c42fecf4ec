// Writes THIRD-PARTY-NOTICES.md: what the product ships, by the lock file of Forecast.Web and what each package says of itself.
//   node eng/notices.mjs           (after a restore; run it again when packages change)
import { readFileSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages');
const locked = JSON.parse(readFileSync(join(root, 'Forecast.Web', 'packages.lock.json'), 'utf8')).dependencies;
const analyzers = /^(Meziantou\.Analyzer|Roslynator\.|Microsoft\.CodeAnalysis\.)/; // Used while building, not shipped.

const packages = new Map();
for (const framework of Object.values(locked)) {
  for (const [id, entry] of Object.entries(framework)) {
    if (entry.type !== 'Project' && !analyzers.test(id)) packages.set(id, entry.resolved);
  }
}

const rows = [...packages].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).map(([id, version]) => describe(id, version));
const lesser = rows.filter(row => row.licence.includes('LGPL'));
const fonts = join(root, 'Forecast.Web', 'wwwroot', 'fonts');

writeFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), `# Third-party notices

Made by \`node eng/notices.mjs\` from the locked packages; not written by hand. Foreact itself is under the MIT licence, see [LICENSE](LICENSE).

## Under the GNU Lesser General Public License

${lesser.map(line).join('\n')}

They are used as they are published, as libraries of their own beside the product. Whoever passes the product on passes on with it that these
parts are under the LGPL, where their sources are (the addresses above), and the freedom to replace them by other versions of them: they are
separate files, and nothing in the product keeps a replaced one from being loaded.

## All packages

${rows.map(line).join('\n')}
${existsSync(fonts) ? `
## Typeface

- Source Sans 3 (${readdirSync(fonts).filter(name => name.endsWith('.woff2')).join(', ')}), SIL Open Font License 1.1, its text beside the files in \`Forecast.Web/wwwroot/fonts\`
` : ''}`);

function describe(id, version) {
  const file = join(cache, id.toLowerCase(), version.toLowerCase(), `${id.toLowerCase()}.nuspec`);
  if (!existsSync(file)) throw new Error(`${id} ${version} is not restored: run dotnet restore first.`);
  const text = readFileSync(file, 'utf8');
  const element = name => new RegExp(`<${name}[^>]*>([^<]*)</${name}>`).exec(text)?.[1].trim() ?? '';
  const expression = /<license type="expression"[^>]*>([^<]*)</.exec(text)?.[1];
  return {
    id, version,
    licence: expression ?? licenceOf(id, version, text),
    holder: element('copyright') || element('authors'),
    address: element('projectUrl'),
  };
}

// Packages that bring their licence as a file: told by what it says.
function licenceOf(id, version, text) {
  const name = /<license type="file"[^>]*>([^<]*)</.exec(text)?.[1];
  const words = name ? readFileSync(join(cache, id.toLowerCase(), version.toLowerCase(), name.replaceAll('\\', '/')), 'utf8') : '';
  if (/lesser general public license|LGPL/i.test(words)) return 'LGPL-3.0';
  if (/apache license/i.test(words)) return 'Apache-2.0';
  if (/K4os\.Compression\.LZ4\/blob\/master\/LICENSE/i.test(text)) return 'MIT'; // What is at that address.
  if (/corefx\/blob\/master\/LICENSE\.TXT/i.test(text)) return 'MIT';
  if (/permission is hereby granted, free of charge/i.test(words)) return 'MIT';
  throw new Error(`The licence of ${id} ${version} is not known: say in eng/notices.mjs how to tell it.`);
}

function line({ id, version, licence, holder, address }) {
  return `- ${id} ${version}, ${licence}${holder ? `, ${holder}` : ''}${address ? `, <${address}>` : ''}`;
}
