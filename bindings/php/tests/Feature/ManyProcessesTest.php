<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature;

use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;

/**
 * The suite of many processes, itself tested: that it passes what is sound, and fails what is not.
 */
final class ManyProcessesTest extends TestCase
{
    private string $output;

    #[Test]
    public function aSoundStoragePasses(): void
    {
        $this->assertSame(0, $this->runs('--processes=3', '--operations=40'), $this->output);
        $this->assertMatchesRegularExpression('/^sqlite-wal, 1 cart +120 +0 +0 +0 +0 /m', $this->output);
        $this->assertStringEndsWith("\n1 passed, 0 failed\n", $this->output);
    }

    #[Test]
    #[TestWith(['sqlite'])]
    #[TestWith(['native-database'])]
    #[TestWith(['session-file'])]
    #[TestWith(['cache-file'])]
    #[TestWith(['cache-redis'])]
    #[TestWith(['redis'])]
    #[TestWith(['redis-cluster'])]
    public function everyPlaceIsTriedThatLosesNothing(string $driver): void
    {
        $this->assertSame(0, $this->runs('--processes=4', '--operations=20', "--driver={$driver}"), $this->output);
        $this->assertMatchesRegularExpression("/^{$driver}, 1 cart +80 +0 +0 +0 +0 /m", $this->output);
    }

    #[Test]
    public function manyCartsAreEachCompared(): void
    {
        $this->assertSame(0, $this->runs('--processes=3', '--operations=20', '--carts=7'), $this->output);
        $this->assertMatchesRegularExpression('/^sqlite-wal, 7 carts +60 +0 +0 +0 +0 /m', $this->output);
    }

    #[Test]
    #[TestWith(['sqlite-wal'])]
    #[TestWith(['sqlite'])]
    #[TestWith(['redis'])]
    public function callersThatAreKilledLeaveWholeCartsAndNoLock(string $driver): void
    {
        $code = $this->runs('--harm=kill-callers', '--processes=4', '--operations=40', "--driver={$driver}");

        $this->assertSame(0, $code, $this->output);
        $this->assertMatchesRegularExpression("/^{$driver}, 1 cart +1[0-5]\d +\d+ +[1-9]\d* +0 +0 /m", $this->output);
    }

    #[Test]
    public function whatNobodyCanHarmOrPromiseIsRefused(): void
    {
        $this->assertSame(2, $this->runs('--harm=kill-server'));
        $this->assertStringContainsString('nothing is promised', $this->output);
        $this->assertSame(2, $this->runs('--harm=insult'));
        // A server is harmed by who has started it alone.
        $this->assertSame(1, $this->runs('--harm=kill-server', '--driver=redis', '--processes=2', '--operations=6'));
        $this->assertStringContainsString('scripts/harm.sh starts this command', $this->output);
    }

    /**
     * @return array<string, array{string, string}> the defect, and what the columns lost and doubled look like
     */
    public static function defects(): array
    {
        return [
            'a storage that does not compare what was read loses changes' => ['last-writer-wins', '[1-9]\d* +\d+'],
            'a storage that forgets its answer doubles changes' => ['forgotten-answer', '\d+ +[1-9]\d*'],
        ];
    }

    #[Test]
    #[DataProvider('defects')]
    public function aPlantedDefectIsFound(string $defect, string $columns): void
    {
        $code = $this->runs('--processes=4', '--operations=40', "--planted-defect={$defect}");

        $this->assertSame(1, $code, $this->output);
        // The storage with the defect may also refuse a change, where two of its processes met.
        $this->assertMatchesRegularExpression("/^sqlite-wal, 1 cart +\d+ +\d+ +\d+ +{$columns} /m", $this->output);
        $this->assertStringEndsWith("\n0 passed, 1 failed\n", $this->output);
    }

    #[Test]
    public function aMistakeInTheOptionsIsToldBeforeAnythingRuns(): void
    {
        $this->assertSame(2, $this->runs('--operations=none'));
        $this->assertStringContainsString('--operations needs a number', $this->output);
        $this->assertSame(2, $this->runs('--planted-defect=none'));
        $this->assertSame(0, $this->runs('--help'));
        $this->assertStringContainsString('usage:', $this->output);
    }

    private function runs(string ...$options): int
    {
        $process = proc_open(
            [
                PHP_BINARY, dirname(__DIR__) . '/processes/run.php', '--driver=sqlite-wal', '--carts=1', '--seed=1',
                ...$options,
            ],
            [1 => ['pipe', 'w'], 2 => ['redirect', 1]],
            $pipes,
        );
        $this->output = (string) stream_get_contents($pipes[1]);
        fclose($pipes[1]);

        return proc_close($process);
    }
}
