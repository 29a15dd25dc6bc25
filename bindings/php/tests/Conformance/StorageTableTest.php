<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Tests\processes\Options;
use Cartwright\Tests\processes\Places;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;

/**
 * The table of docs/storage.md says which driver when, and what each promises. What it states is shown by something that
 * is there.
 */
final class StorageTableTest extends TestCase
{
    private const PAGE = __DIR__ . '/../../../../docs/storage.md';

    /**
     * @return iterable<string, array{string}>
     */
    public static function statements(): iterable
    {
        $page = (string) file_get_contents(self::PAGE);
        preg_match_all('/`(\w+Test::\w+|(?:run\.php|harm\.sh) --[^`]*)`/', $page, $found);

        foreach ($found[1] as $statement) {
            yield $statement => [$statement];
        }
    }

    #[Test]
    #[DataProvider('statements')]
    public function whatItStatesIsATestOrACommand(string $statement): void
    {
        if (! str_contains($statement, '::')) {
            [$program, $arguments] = explode(' ', $statement, 2);
            $options = new Options(explode(' ', $arguments));
            $this->assertCount(1, $options->drivers);
            $this->assertSame($program === 'harm.sh', $options->harm?->isOfServer() ?? false);

            return;
        }

        [$class, $method] = explode('::', $statement);
        $files = glob(dirname(__DIR__) . "/{Unit,Feature,Feature/*,Conformance}/{$class}.php", GLOB_BRACE);
        $this->assertCount(1, $files, "There is no {$class}");
        $this->assertMatchesRegularExpression(
            "/#\[Test\](?:\s*#\[[^\n]+\])*\s+public function {$method}\(/",
            (string) file_get_contents($files[0]),
        );
    }

    #[Test]
    public function everyDriverStandsThereWithACommand(): void
    {
        $commands = implode("\n", array_column(iterator_to_array(self::statements(), false), 0));

        foreach (array_diff(Places::DRIVERS, ['sqlite-wal', 'sqlite-journal']) as $driver) {
            $this->assertMatchesRegularExpression("/--driver={$driver}( |$)/m", $commands);
        }
    }
}
