<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Illuminate\Contracts\Foundation\Application;

/**
 * Whether there are two SQLite libraries in this process: the locks of the one are cancelled by the other, and rows are
 * lost.
 *
 * @internal
 */
final class SecondSqliteCheck implements Check
{
    public function __construct(private readonly string $maps = '/proc/self/maps')
    {
    }

    public function findings(Application $app): iterable
    {
        if (! extension_loaded('pdo_sqlite') && ! extension_loaded('sqlite3')) {
            yield Finding::fine('SQLite', 'PHP has none, so there cannot be two');

            return;
        }

        $maps = is_readable($this->maps) ? (string) file_get_contents($this->maps) : null;

        if ($maps === null) {
            yield Finding::warning(
                'SQLite',
                'which libraries this process has loaded cannot be seen on this system',
                'Build the library against the SQLite that PHP uses',
            );

            return;
        }

        preg_match_all('#(/\S*libsqlite3\S*)$#m', $maps, $found);
        $copies = array_values(array_unique($found[1]));

        if (count($copies) < 2) {
            yield Finding::fine('SQLite', $copies === [] ? 'one, built into PHP' : "one: {$copies[0]}");

            return;
        }

        yield Finding::problem(
            'SQLite',
            'there are two in this process, and each cancels the locks of the other: ' . implode(', ', $copies),
            'Build the library against the SQLite that PHP uses, or keep no carts in SQLite files',
        );
    }
}
