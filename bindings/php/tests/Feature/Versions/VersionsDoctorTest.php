<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Laravel\Doctor\Finding;
use Cartwright\Laravel\Doctor\VersionsCheck;
use Cartwright\Tests\Support\VersionedShopTestCase;
use Illuminate\Cache\ArrayStore;
use Illuminate\Cache\Repository;
use Illuminate\Support\Facades\Schema;
use PHPUnit\Framework\Attributes\Test;

final class VersionsDoctorTest extends VersionedShopTestCase
{
    #[Test]
    public function anApplicationThatIsWellIsToldSo(): void
    {
        $this->assertSame(
            [['ok', 'can be told, by memory'], ['ok', 'values are in the cache store array']],
            $this->found(),
        );
        $this->assertStringContainsString('✓ versions: can be told, by memory', $this->artisan('cart:doctor')[1]);
    }

    #[Test]
    public function anApplicationThatDoesNotUseVersionsIsLeftAlone(): void
    {
        $this->app->make('db')->connection()->getSchemaBuilder()->drop('shop_data_version');

        $this->assertSame([['ok', 'not in use: the migration versions-migrations was not run']], $this->found());
    }

    #[Test]
    public function whyVersionsCannotBeToldIsSaid(): void
    {
        Schema::drop('shop_data_version');
        Schema::create('shop_data_version', static fn ($table) => $table->id());
        [[$health, $message]] = $this->found();

        $this->assertSame('warning', $health);
        $this->assertStringContainsString('nothing is cached: ', $message);
    }

    #[Test]
    public function aStoreThatCannotBeReachedIsAWarning(): void
    {
        $this->startApplication(['versions.store' => 'sqlite', 'versions.sqlite.path' => '/nowhere/at/all/versions.sqlite']);
        $found = $this->found();

        $this->assertSame(['ok', 'warning'], array_slice(array_column($found, 0), 0, 2));
        $this->assertStringContainsString('the database is asked instead', $found[1][1]);
    }

    #[Test]
    public function aStoreInTheFileOfTheDataIsAProblem(): void
    {
        $file = sys_get_temp_dir() . '/doctor-' . bin2hex(random_bytes(8)) . '.sqlite';
        $this->startApplication(['versions.store' => 'sqlite', 'versions.sqlite.path' => $file]);
        config(['database.connections.shop' => ['driver' => 'sqlite', 'database' => $file]]);
        $found = $this->found();
        array_map(unlink(...), glob("{$file}*") ?: []);

        $this->assertSame('problem', $found[1][0]);
        $this->assertStringContainsString("the database of the connection 'shop'", $found[1][1]);
    }

    #[Test]
    public function aCacheThatKeepsNothingIsAProblem(): void
    {
        $store = new class () extends ArrayStore {
            public function get($key)
            {
                return null;
            }
        };
        $this->app->make('cache')->extend('full', fn (): Repository => new Repository($store));
        config(['cache.stores.full' => ['driver' => 'full'], 'versions.cache.store' => 'full']);

        $this->assertContains(['problem', 'the cache store full does not keep what it is given'], $this->found());
    }

    #[Test]
    public function valuesInTheEnginesOwnStoreAreLookedAtToo(): void
    {
        $this->startApplication(['versions.cache.store' => 'native']);
        $this->assertContains(['ok', "values are in the engine's own store"], $this->found());

        $this->startApplication([
            'versions.store' => 'sqlite',
            'versions.sqlite.path' => '/nowhere/at/all/versions.sqlite',
            'versions.cache.store' => 'native',
        ]);
        [[$health, $message]] = array_slice($this->found(), -1);
        $this->assertSame('problem', $health);
        $this->assertStringStartsWith("the engine's own store of values does not keep what it is given: ", $message);
    }

    #[Test]
    public function aCacheThatEndsWithEachProcessIsAWarning(): void
    {
        $this->app->instance('env', 'production');

        $this->assertContains(['warning', 'values are in the cache store array, which ends with each process'], $this->found());
    }

    #[Test]
    public function aLogChannelThatIsNotThereIsAWarning(): void
    {
        config(['versions.log_channel' => 'nowhere']);

        $this->assertContains('warning', array_column($this->found(), 0));
    }

    #[Test]
    public function aboutSaysWhereVersionsAndValuesAre(): void
    {
        [$code, $output] = $this->artisan('about', ['--only' => 'data_versions']);

        $this->assertSame(0, $code, $output);
        $this->assertMatchesRegularExpression('/Versions \.+ memory/', $output);
        $this->assertMatchesRegularExpression('/Values \.+ array \(default\)/', $output);
        $this->assertMatchesRegularExpression('/Browser endpoint \.+ OFF/', $output);
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
}
