<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

/**
 * The bench of the drivers runs, in its smallest size, and leaves none out.
 */
final class BenchOfDriversTest extends TestCase
{
    private const DRIVERS = ['session', 'cache', 'database', 'database-default', 'sqlite', 'native-database'];
    private const OPERATIONS = ['add', 'update', 'remove', 'addCondition', 'total', 'content'];

    #[Test]
    public function itMeasuresEveryOperationOfEveryDriverBesideThePlainCart(): void
    {
        $printed = $this->script('run', '--json', '--seconds=0.01', '--items=3');
        $measured = json_decode($printed, true, 512, JSON_THROW_ON_ERROR);

        $this->assertSame(self::DRIVERS, array_keys($measured['drivers']));

        foreach (self::DRIVERS as $driver) {
            $rows = array_column($measured['drivers'][$driver]['rows'], null, 'operation');
            $this->assertSame([...self::OPERATIONS, 'request'], array_keys($rows));

            foreach (self::OPERATIONS as $operation) {
                $row = $rows[$operation];
                $figures = [$row['warm'], $row['cold'], $row['plain'], $row['floorWarm'], $row['floorCold']];
                $this->assertGreaterThan(0, min($figures));
            }

            $this->assertGreaterThan(0, min($rows['request']['cold'], $rows['request']['plain']));
        }
    }

    #[Test]
    #[DataProvider('drivers')]
    public function theProfileOfADriverNamesThePartsOfAnOperation(string $driver): void
    {
        foreach ([['warm', []], ['cold', '--cold']] as [$state, $option]) {
            $options = ['update', '3', '--seconds=0.01', "--driver={$driver}", ...(array) $option];
            $printed = $this->script('profile', ...$options);

            $this->assertStringContainsString("update, 3 items, {$state}, {$driver}: µs", $printed);
            $this->assertMatchesRegularExpression('/^  native: the operation.* +\d+\.\d\d$/m', $printed);
            $this->assertMatchesRegularExpression('/^  events and their listeners +\d+\.\d\d$/m', $printed);
            $this->assertMatchesRegularExpression('/^  whole +\d+\.\d\d$/m', $printed);
        }
    }

    /**
     * @return array<string, array{string}>
     */
    public static function drivers(): array
    {
        return array_combine(self::DRIVERS, array_map(static fn (string $driver): array => [$driver], self::DRIVERS));
    }

    private function script(string $script, string ...$options): string
    {
        $directory = new Directory();
        [$output, $errors, $status] = PackageCopy::run(
            [
                '-d',
                'error_reporting=' . (E_ALL & ~E_DEPRECATED),
                PackageCopy::REPOSITORY . "/bindings/php/bench/{$script}.php",
                ...$options,
            ],
            ['CARTWRIGHT_LIBRARY' => PackageCopy::library(), 'CARTWRIGHT_BENCH_DIR' => $directory->path],
        );

        $this->assertSame(['', 0], [$errors, $status]);
        $this->assertSame([], array_diff((array) scandir($directory->path), ['.', '..']), 'It leaves files behind');

        return $output;
    }
}
