<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Laravel\Doctor\Finding;
use Cartwright\Laravel\Doctor\VersionsCheck;
use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\TestRedis;
use Cartwright\Tests\Support\VersionedShopTestCase;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\VersionedCache;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Redis;

/**
 * Versions, values and the journal on Redis, with nothing said but a connection of `database.redis`.
 */
final class VersionsOnRedisTest extends VersionedShopTestCase
{
    public static function servers(): array
    {
        return TestRedis::rows();
    }

    #[Test]
    #[DataProvider('servers')]
    public function whatOneProcessIsAboutToChangeAnotherKnowsOf(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $writer = $this->versions();
        $before = $writer->token();
        $meanwhile = $writer->change('products', function (): string {
            $this->nextProcess();

            return $this->native()->call('look', ['types' => ['products']])['captured']['bypass'];
        });
        $this->nextProcess();
        $captured = $this->versions()->capture(['products']);

        $this->assertSame('pending', $meanwhile);
        $this->assertSame([null, $writer->version('products')], [$captured->bypass, $captured->versions['products']]);
        $this->assertNotSame($before, $this->versions()->token());
        $this->assertSame($captured->versions['products'], $this->native()->call('standings', ['types' => ['products']])[0]['published']);
    }

    #[Test]
    #[DataProvider('servers')]
    public function valuesAreFoundByEveryProcessUntilATypeIsRaised(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $loads = 0;
        $read = function (string $page) use (&$loads): string {
            $this->nextProcess();

            return $this->cache()->remember($page, ['products'], 60, static function () use (&$loads): string {
                return 'page ' . ++$loads;
            });
        };

        $this->assertSame(['page 1', 'page 1', 'page 2'], [$read('lamp'), $read('lamp'), $read('chair')]);
        $this->assertSame([true, false], [$this->cache()->forget('lamp', ['products']), $this->cache()->forget('lamp', ['products'])]);
        $this->assertSame(['page 3', 'page 2'], [$read('lamp'), $read('chair')]);
        $this->raise('products');
        $this->assertSame(['page 4', 'page 5', 'page 4'], [$read('lamp'), $read('chair'), $read('lamp')]);
    }

    #[Test]
    #[DataProvider('servers')]
    public function theJournalIsReadAndTrimmedByAnyProcess(TestRedis $redis): void
    {
        $this->useRedis($redis);
        $this->native()->call('incident', ['kind' => 'slow_operation', 'subject' => 'page']);
        $this->nextProcess();

        $this->assertSame(['page'], array_column($this->native()->call('incidents'), 'subject'));
        $this->assertStringStartsWith('0 incidents,', $this->artisan('versions:trim')[1]);
        $removed = $this->native()->call('trim', ['before_ms' => (time() + 60) * 1000, 'log' => 'incidents']);
        $this->assertSame(1, $removed['incidents']);
        $this->assertSame([], $this->native()->call('incidents'));
    }

    #[Test]
    #[DataProvider('servers')]
    public function theDoctorFindsThemWell(TestRedis $redis): void
    {
        $this->useRedis($redis);

        $this->assertSame(
            [['ok', 'can be told, by redis'], ['ok', "values are in the engine's own store"]],
            $this->found(),
        );
        $this->assertSame(0, $this->native()->call('clear')['removed'], 'the doctor leaves nothing behind');
    }

    #[Test]
    public function theDoctorWarnsOfAServerThatThrowsVersionsAway(): void
    {
        $this->useRedis(TestRedis::Single);
        $server = new Redis();
        $server->connect(TestDatabase::environment('REDIS', 'HOST'), (int) TestDatabase::environment('REDIS', 'PORT'));
        $server->auth(TestDatabase::environment('REDIS', 'PASSWORD'));
        $before = $server->config('GET', 'maxmemory*');

        try {
            // So much that nothing of others is evicted meanwhile.
            $server->config('SET', 'maxmemory', (string) (1 << 40));
            $server->config('SET', 'maxmemory-policy', 'allkeys-lru');
            $found = $this->found();
        } finally {
            $server->config('SET', 'maxmemory-policy', $before['maxmemory-policy']);
            $server->config('SET', 'maxmemory', $before['maxmemory']);
        }

        $this->assertContains(
            ['warning', 'the server of versions throws them away when its memory is full (allkeys-lru): readers ask the database then'],
            $found,
        );
    }

    /**
     * @return list<array{string, string}>
     */
    private function found(): array
    {
        return array_map(
            static fn (Finding $finding): array => [$finding->health->value, $finding->message],
            iterator_to_array((new VersionsCheck())->findings($this->app), false),
        );
    }

    /**
     * The handles and the request are others; what is on the server and in the database stays.
     */
    private function nextProcess(): void
    {
        $this->app->forgetInstance(DataVersions::class);
        $this->app->forgetInstance(VersionedCache::class);
        $this->nextRequest();
    }

    private function useRedis(TestRedis $redis): void
    {
        config([
            'versions.store' => 'redis',
            'versions.cache.store' => 'native',
            'versions.mark.lease' => 1,
            'versions.mark.longest' => 1,
            'database.redis' => $redis->settings('cartwright-test:' . bin2hex(random_bytes(6)) . ':'),
        ]);
        $this->nextProcess();
        // A new store takes nothing for as long as a mark may last, for there may have been one in what it has lost.
        $this->native()->call('unpublish');
        $until = microtime(true) + 30;

        while ($this->native()->call('health')['young_ms'] > 0 && microtime(true) < $until) {
            usleep(10_000);
        }
    }
}
