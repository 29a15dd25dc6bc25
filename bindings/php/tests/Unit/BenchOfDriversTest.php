<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\Support\Directory;
use Cartwright\Tests\Support\PackageCopy;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Redis;

/**
 * The bench of the drivers runs, in its smallest size, and leaves none out.
 */
final class BenchOfDriversTest extends TestCase
{
    private const DRIVERS = [
        'session',
        'cache',
        'cache-redis',
        'database',
        'database-default',
        'sqlite',
        'native-database',
        'redis',
    ];
    private const OPERATIONS = ['add', 'update', 'remove', 'addCondition', 'total', 'content'];

    /** What PHP is promised, by operation, as the floor calls it. */
    private const OBJECTS = [
        'add' => 'item and its events',
        'update' => 'item and its events',
        'remove' => 'item and its events',
        'addCondition' => 'condition events',
        'total' => 'Money',
        'content' => 'content array',
    ];

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

    #[Test]
    #[DataProvider('driversOnRedis')]
    public function onRedisEveryFloorOfACartHasARoundTripInIt(string $driver): void
    {
        $printed = $this->script('run', '--json', '--seconds=0.01', '--items=3', "--driver={$driver}");
        $measured = json_decode($printed, true, 512, JSON_THROW_ON_ERROR)['drivers'][$driver];

        $this->assertMatchesRegularExpression('/^Redis \d+\.\d+\.\d+, (nothing on its disk|appendfsync \w+), /', $measured['place']);
        $medians = array_map(static fn (array $part): float => $part['median'], $measured['samples'][3]);
        $trips = array_filter(
            $medians,
            static fn (string $part): bool => preg_match('/^(redis|cache): /', $part) === 1,
            ARRAY_FILTER_USE_KEY,
        );
        $rows = array_column($measured['rows'], null, 'operation');

        foreach (self::OBJECTS as $operation => $objects) {
            // The arrays of the content are those of the entries that a cache has given.
            $ours = $driver === 'cache-redis' && $operation === 'content' ? 0.0 : $medians[$objects];
            $floor = min($rows[$operation]['floorWarm'], $rows[$operation]['floorCold']);
            $this->assertGreaterThan(min($trips) - 0.01, $floor - $medians['native call'] - $ours, $operation);
        }
    }

    #[Test]
    #[DataProvider('driversOnRedis')]
    public function onRedisItTakesAwayWhatItHasPutThere(string $driver): void
    {
        $server = new Redis();
        $server->connect(TestDatabase::environment('REDIS', 'HOST'), (int) TestDatabase::environment('REDIS', 'PORT'));
        $server->auth(TestDatabase::environment('REDIS', 'PASSWORD'));
        $somebodyElses = 'somebody-elses-' . bin2hex(random_bytes(6));
        $server->set($somebodyElses, 'stays', ['EX' => 60]);

        $this->script('run', '--json', '--seconds=0.01', '--items=3', "--driver={$driver}");

        $this->assertSame('stays', $server->get($somebodyElses));
        $this->assertSame([], $server->keys('cart-bench-*'));
        $server->del($somebodyElses);
    }

    #[Test]
    public function withoutAServerOfRedisItSaysWhoStartsOne(): void
    {
        [, $errors, $status] = $this->inAProcess('run', ['--driver=redis'], []);

        $this->assertSame(255, $status);
        $this->assertStringContainsString('CARTWRIGHT_REDIS_HOST is not set; scripts/bench.sh starts a Redis', $errors);
    }

    /**
     * @return array<string, array{string}>
     */
    public static function driversOnRedis(): array
    {
        return ['redis' => ['redis'], 'cache-redis' => ['cache-redis']];
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
        $redis = [];

        foreach (['HOST', 'PORT', 'PASSWORD'] as $setting) {
            $redis["CARTWRIGHT_REDIS_{$setting}"] = TestDatabase::environment('REDIS', $setting);
        }

        [$output, $errors, $status] = $this->inAProcess($script, $options, $redis);
        $this->assertSame(['', 0], [$errors, $status]);

        return $output;
    }

    /**
     * @param list<string> $options
     * @param array<string, string> $environment
     *
     * @return array{string, string, int}
     */
    private function inAProcess(string $script, array $options, array $environment): array
    {
        $directory = new Directory();
        $ended = PackageCopy::run(
            [
                '-d',
                'error_reporting=' . (E_ALL & ~E_DEPRECATED),
                '-d',
                'display_errors=stderr',
                PackageCopy::REPOSITORY . "/bindings/php/bench/{$script}.php",
                ...$options,
            ],
            ['CARTWRIGHT_LIBRARY' => PackageCopy::library(), 'CARTWRIGHT_BENCH_DIR' => $directory->path] + $environment,
        );

        $this->assertSame([], array_diff((array) scandir($directory->path), ['.', '..']), 'It leaves files behind');

        return $ended;
    }
}
