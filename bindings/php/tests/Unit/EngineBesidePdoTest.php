<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\EngineStores;
use Cartwright\Tests\Support\Programs;
use Cartwright\Tests\TestCase;
use PDO;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * An engine and pdo_sqlite in one process, on one file. They use the same SQLite, the system's, which keeps books of what
 * its process has open: so neither drops the other's locks. A second copy would, and is refused.
 */
final class EngineBesidePdoTest extends TestCase
{
    use EngineStores;
    use Programs;

    #[Test]
    #[DataProvider('files')]
    public function theLocksOfPdoHoldWhileAnEngineOpensAndClosesTheFile(string $layout): void
    {
        $told = $this->tells(<<<'PHP'
            $engine = NativeEngine::open(['store' => $store, 'busy_timeout_ms' => 0, 'patience_ms' => 0, 'retry' => ['max_attempts' => 1]]);
            buy($engine, 'before');

            // Another process that writes to the file when it is told to, and says what came of it.
            [$ours, $theirs] = ends();

            if (($child = pcntl_fork()) === 0) {
                unset($engine);
                fclose($ours);

                while (($name = fgets($theirs)) !== false) {
                    $pdo = new PDO("sqlite:{$file}", options: [PDO::ATTR_TIMEOUT => 0]);
                    $said = 'stored';

                    try {
                        $pdo->exec("INSERT INTO notes VALUES ('" . trim($name) . "')");
                    } catch (PDOException $refusal) {
                        $said = $refusal->errorInfo[2];
                    }

                    unset($pdo);
                    fwrite($theirs, "{$said}\n");
                }

                exit;
            }

            fclose($theirs);
            $other = static function (string $name) use ($ours): string {
                fwrite($ours, "{$name}\n");

                return trim((string) fgets($ours));
            };

            $pdo = new PDO("sqlite:{$file}", options: [PDO::ATTR_TIMEOUT => 0]);
            $pdo->exec('CREATE TABLE notes (name TEXT)');
            tell(1, 'other before', $other('first'));
            $pdo->exec('BEGIN IMMEDIATE');
            $pdo->exec("INSERT INTO notes VALUES ('ours')");
            tell(2, 'other during', $other('refused'));
            tell(3, 'engine during', whatWasThrown(fn () => buy($engine, 'during')));
            unset($engine);
            $again = NativeEngine::open(['store' => $store]);
            tell(4, 'engine reads', $again->cart('before')->quantity());
            unset($again);
            tell(5, 'other after the engine has closed the file', $other('refused'));
            $pdo->exec('COMMIT');
            tell(6, 'other after the commit', $other('last'));
            buy(NativeEngine::open(['store' => $store]), 'after');
            tell(7, 'rows', $pdo->query('SELECT group_concat(name) FROM notes')->fetchColumn());
            tell(8, 'integrity', $pdo->query('PRAGMA integrity_check')->fetchColumn());
            fclose($ours);
            pcntl_waitpid($child, $status);
            PHP, $this->store($layout), $this->file);

        $this->assertSame([
            [1, 'other before', 'stored'],
            [2, 'other during', 'database is locked'],
            [3, 'engine during', 'StoreBusyException'],
            [4, 'engine reads', 1],
            [5, 'other after the engine has closed the file', 'database is locked'],
            [6, 'other after the commit', 'stored'],
            [7, 'rows', 'first,ours,last'],
            [8, 'integrity', 'ok'],
        ], $told);
        $this->assertSame(
            ['after', 'before'],
            array_column($this->engine($layout)->carts(), 'identifier'),
        );
    }

    #[Test]
    public function thereIsOneSqliteInTheProcess(): void
    {
        $told = $this->tells(<<<'PHP'
            buy(NativeEngine::open(['store' => $store]), 'user-7');
            $pdo = new PDO("sqlite:{$file}");
            preg_match_all('/\S*sqlite3\S*\.so\S*/', file_get_contents('/proc/self/maps'), $found);
            $libraries = array_filter(array_unique($found[0]), fn (string $path): bool => str_contains($path, 'libsqlite3'));
            tell(count($libraries), (int) $pdo->query('SELECT count(*) FROM carts')->fetchColumn());
            PHP, $this->store('sqlite'), $this->file);

        $this->assertSame([[1, 1]], $told);
    }

    #[Test]
    #[DataProvider('files')]
    public function aSecondSqliteIsRefusedBeforeTheFileIsOpened(string $layout): void
    {
        $copy = "{$this->file}.so";
        copy($this->systemsSqlite(), $copy);
        $told = $this->tells(<<<'PHP'
            $second = FFI::cdef('int sqlite3_libversion_number(void);', "{$file}.so");
            $second->sqlite3_libversion_number();
            tell(whatWasThrown(fn () => buy(NativeEngine::open(['store' => $store]), 'user-7')));
            tell(whatWasThrown(fn () => NativeLocks::open(['store' => str_replace('sqlite-own', 'sqlite', $store)])->acquire('a', 1000)));
            tell(filesize($file));
            PHP, $this->store($layout), $this->file);

        $this->assertSame([['StoreSecondSqliteException'], ['StoreSecondSqliteException'], [0]], $told);
    }

    private function systemsSqlite(): string
    {
        new PDO('sqlite::memory:');
        preg_match('#/\S*libsqlite3\.so\S*#', (string) file_get_contents('/proc/self/maps'), $found);

        return $found[0];
    }
}
