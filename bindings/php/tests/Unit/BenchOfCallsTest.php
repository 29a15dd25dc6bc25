<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\Test;

/**
 * The bench of the boundary runs, in its smallest size, and leaves nothing out.
 */
final class BenchOfCallsTest extends TestCase
{
    private const OPERATIONS = ['add', 'update', 'remove', 'addCondition', 'total', 'content'];
    private const WAYS = ['hosted, text', 'hosted, primed', 'memory', 'SQLite, compatible', 'SQLite, own'];

    #[Test]
    public function itMeasuresEveryFunctionThatPhpCallsAndEveryOperationInEveryWay(): void
    {
        $measured = json_decode($this->bench('--json', '--seconds=0.01', '--items=1,12'), true, 512, JSON_THROW_ON_ERROR);

        preg_match_all('/cw_\w+/', implode(' ', array_keys($measured['calls'])), $found);
        $functions = array_values(array_unique($found[0]));
        $called = self::calledFunctions();
        sort($functions);
        sort($called);
        $this->assertSame($called, $functions);

        foreach ([1, 12] as $items) {
            foreach (self::WAYS as $way) {
                foreach (['warm', 'cold'] as $state) {
                    foreach (self::OPERATIONS as $operation) {
                        $this->assertGreaterThan(0, $measured['operations'][$items]["{$way}/{$state}/{$operation}"]['median']);
                    }
                }
            }
        }
    }

    #[Test]
    public function itPrintsTheFiguresBesideThoseThatWereSeenBefore(): void
    {
        $printed = $this->bench('--seconds=0.01', '--items=1,10');

        $this->assertMatchesRegularExpression('/cw_abi_epoch +\d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\) +seen before: 0\.07/', $printed);
        $this->assertMatchesRegularExpression('/seen before +30\.0 +29\.0 +SQLite WAL, a row per item/', $printed);
        $this->assertSame(60, preg_match_all('/^(add|update|remove|addCondition|total|content) /m', $printed));
    }

    private function bench(string ...$options): string
    {
        $directory = sys_get_temp_dir() . '/bench-' . getmypid();
        mkdir($directory);

        try {
            [$output, $errors, $status] = PackageCopy::run(
                ['-d', 'error_reporting=' . (E_ALL & ~E_DEPRECATED), PackageCopy::REPOSITORY . '/bindings/php/bench/calls.php', ...$options],
                ['CARTWRIGHT_LIBRARY' => PackageCopy::library(), 'CARTWRIGHT_BENCH_DIR' => $directory],
            );
            $this->assertSame([], array_diff((array) scandir($directory), ['.', '..']), 'It leaves files behind');
        } finally {
            rmdir($directory);
        }

        $this->assertSame(['', 0], [$errors, $status]);

        return $output;
    }

    /**
     * @return list<string>
     */
    private static function calledFunctions(): array
    {
        $called = [];

        foreach ((array) glob(PackageCopy::REPOSITORY . '/bindings/php/src/Cartwright/Native/Library/*.php') as $file) {
            preg_match_all('/->(cw_\w+)\(/', (string) file_get_contents($file), $found);
            array_push($called, ...$found[1]);
        }

        // Those of Library itself.
        return [...array_values(array_unique($called)), 'cw_abi_epoch', 'cw_version'];
    }
}
