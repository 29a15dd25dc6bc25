<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionedShopTestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * Processes that ask for the same page at once.
 */
final class ManyVisitorsTest extends VersionedShopTestCase
{
    private const VISITORS = 4;

    public static function places(): array
    {
        return [
            'versions in the database, values in files' => ['database', 'file'],
            'versions in a file, values beside them' => ['sqlite', 'native'],
        ];
    }

    #[Test]
    #[DataProvider('places')]
    public function oneOfThemMakesItAndAllAreServedIt(string $versions, string $values): void
    {
        $settings = [
            'database.connections.shop' => TestDatabase::SqliteWal->settings($this->directory),
            'versions.store' => $versions,
            'versions.cache.store' => $values,
        ] + $this->settings();
        $this->startApplication($settings);
        $visitors = array_map(fn (): array => $this->visitor($settings), range(1, self::VISITORS));

        foreach ($visitors as [, $pipes]) {
            $this->assertSame("ready\n", fgets($pipes[1]), (string) file_get_contents("{$this->directory}/visitors.log"));
        }

        foreach ($visitors as [, $pipes]) {
            fwrite($pipes[0], "go\n");
        }

        $served = array_map(static fn (array $visitor): string => (string) fgets($visitor[1][1]), $visitors);

        foreach ($visitors as [$process]) {
            $this->assertSame(0, proc_close($process), (string) file_get_contents("{$this->directory}/visitors.log"));
        }

        $made = file("{$this->directory}/made", FILE_IGNORE_NEW_LINES);
        $this->assertCount(1, $made);
        $this->assertSame(array_fill(0, self::VISITORS, "made by {$made[0]}\n"), $served);
    }

    /**
     * @param array<string, mixed> $settings
     *
     * @return array{resource, array<int, resource>}
     */
    private function visitor(array $settings): array
    {
        $process = proc_open(
            [PHP_BINARY, dirname(__DIR__, 2) . '/Support/visitor.php', $this->directory, base64_encode(serialize($settings))],
            [['pipe', 'r'], ['pipe', 'w'], ['file', "{$this->directory}/visitors.log", 'a']],
            $pipes,
        );
        $this->assertIsResource($process);

        return [$process, $pipes];
    }
}
