<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\TestDatabase;
use Cartwright\Tests\Support\VersionsTestCase;
use Cartwright\Versions\ShopDataVersion;
use Illuminate\Support\Carbon;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * The older names.
 */
final class ShopDataVersionTest extends VersionsTestCase
{
    public static function databases(): array
    {
        return TestDatabase::rows(...TestDatabase::ofEachKind());
    }

    #[Test]
    #[DataProvider('databases')]
    public function aVersionIsRaisedByEachOfItsNames(TestDatabase $database): void
    {
        $this->openShop($database);
        $before = [ShopDataVersion::getVersionForType('products'), ShopDataVersion::getGlobalVersion()];
        ShopDataVersion::updateVersion('products');
        ShopDataVersion::updateVersions(['products', 'orders']);
        (new ShopDataVersion())->updateVersionsAtomic(['orders', 'categories']);
        $after = [ShopDataVersion::getVersionForType('products'), ShopDataVersion::getGlobalVersion()];

        $this->assertSame([2, 1, 2], array_map($this->changes(...), ['products', 'categories', 'orders']));
        $this->assertSame([], array_intersect($before, $after));

        foreach ([...$before, ...$after] as $version) {
            $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/D', $version);
        }

        $this->assertNull(ShopDataVersion::getVersionForType('nobody knows it'));
        $this->assertNull(ShopDataVersion::getVersionForType('nobody knows it'), 'and who asks does not make it known');
        ShopDataVersion::updateVersion('nobody knew it');
        $this->assertNotNull(ShopDataVersion::getVersionForType('nobody knew it'));
    }

    #[Test]
    #[DataProvider('databases')]
    public function theRowsOfTheStatisticsAreNewestFirst(TestDatabase $database): void
    {
        $this->openShop($database);
        Carbon::setTestNow(Carbon::parse('2025-03-01 12:00:00'));
        ShopDataVersion::updateVersion('products');
        Carbon::setTestNow(Carbon::parse('2025-03-01 12:00:10'));
        ShopDataVersion::updateVersion('orders');
        ShopDataVersion::updateVersion('orders');
        Carbon::setTestNow(Carbon::parse('2025-03-01 12:00:30'));
        $rows = ShopDataVersion::getVersionStats();

        $this->assertSame([['orders', 2, 20], ['products', 1, 30]], array_map(
            static fn (array $row): array => [$row['data_type'], $row['change_count'], $row['seconds_since_update']],
            $rows,
        ));
        $this->assertSame(
            [ShopDataVersion::getVersionForType('orders'), ShopDataVersion::getVersionForType('products')],
            array_column($rows, 'version_hash'),
        );
        $this->assertSame('2025-03-01 12:00:10', $rows[0]['last_updated_at']->format('Y-m-d H:i:s'));
        $this->assertSame(
            ['data_type', 'version_hash', 'last_updated_at', 'change_count', 'seconds_since_update'],
            array_keys($rows[0]),
        );
    }

    #[Test]
    #[DataProvider('databases')]
    public function theTableHasWhatTheTableOfTheOlderSystemHad(TestDatabase $database): void
    {
        $this->openShop($database);
        ShopDataVersion::updateVersion('products');
        $row = $this->database->table('shop_data_version')->where('data_type', 'products')->first();

        $this->assertSame([1, ShopDataVersion::getVersionForType('products')], [(int) $row->change_count, $row->version_hash]);
        $this->assertNotNull($row->last_updated_at ?? null);
    }

    #[Test]
    public function whatIsKeptOfVersionsIsForgottenAndNoVersionMoves(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        ShopDataVersion::updateVersion('products');
        $before = ShopDataVersion::getGlobalVersion();
        $cache = $this->app->make('cache')->store();
        $cache->put('inertia.data.version', 'old');
        $cache->put('shop.version.products', 'old');
        $cache->put('of others', 'kept');
        ShopDataVersion::clearVersionCache();

        $this->assertSame([null, null, 'kept'], [
            $cache->get('inertia.data.version'), $cache->get('shop.version.products'), $cache->get('of others'),
        ]);
        $this->assertNull($this->standing()['published']);
        $this->assertSame([$before, 1], [ShopDataVersion::getGlobalVersion(), $this->changes()]);
    }

    #[Test]
    public function aRepairSaysWhatWasWrongAndTheSecondTimeNothing(): void
    {
        $this->openShop(TestDatabase::SqliteWal);
        $this->versions->change('products', static fn () => null);
        $this->seen();
        // Somebody has written into the table by hand.
        $this->database->table('shop_data_version')->where('data_type', 'products')->update(['change_count' => 5]);
        $wrong = ShopDataVersion::validateAndRepairVersions();
        $repaired = $this->seen();

        $this->assertCount(1, $wrong);
        $this->assertStringStartsWith('products: behind; published ', $wrong[0]);
        $this->assertStringEndsWith('; repaired', $wrong[0]);
        $this->assertSame([], ShopDataVersion::validateAndRepairVersions());
        $this->assertSame([$repaired, 5], [$this->seen(), $this->changes()]);
    }

    #[Test]
    public function inATransactionTheyAreRaisedWithIt(): void
    {
        $this->openShop(TestDatabase::SqliteWal);

        try {
            $this->database->transaction(static function (): never {
                ShopDataVersion::updateVersionsAtomic(['products', 'orders']);

                throw new RuntimeException('Out of paper');
            });
        } catch (RuntimeException) {
            $this->assertSame([0, 0], array_map($this->changes(...), ['products', 'orders']));
        }
    }
}
