<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Reservations\Facades\Reservations;
use Cartwright\Reservations\ReservationServiceProvider;
use Cartwright\Versions\VersionServiceProvider;
use Cartwright\Tests\Support\LaravelApplication;
use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Contracts\Container\BindingResolutionException;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Support\Facades\Schema;
use Illuminate\Support\ServiceProvider;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\CartManager;
use MasyukAI\Cart\CartServiceProvider;
use MasyukAI\Cart\Services\CartMetricsService;
use MasyukAI\Cart\Services\CartMigrationService;
use MasyukAI\Cart\Services\CartRetryService;
use MasyukAI\Cart\Storage\CacheStorage;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\SessionStorage;
use MasyukAI\Cart\Storage\StorageInterface;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use ReflectionMethod;
use ReflectionProperty;
use Spatie\LaravelPackageTools\PackageServiceProvider;

final class CartServiceProviderTest extends LaravelTestCase
{
    #[Test]
    public function itsParentHasTheNameOfSpatiesProvider(): void
    {
        $this->assertInstanceOf(PackageServiceProvider::class, new CartServiceProvider($this->app));
    }

    #[Test]
    public function theManagerIsOneForTheApplicationUnderBothNames(): void
    {
        $this->assertInstanceOf(CartManager::class, $this->app->make('cart'));
        $this->assertSame($this->app->make('cart'), $this->app->make('cart'));
        $this->assertSame($this->app->make('cart'), $this->app->make(CartManager::class));
    }

    #[Test]
    #[DataProvider('services')]
    public function aServiceIsOneForTheApplication(string $service): void
    {
        $this->assertInstanceOf($service, $this->app->make($service));
        $this->assertSame($this->app->make($service), $this->app->make($service));
    }

    public static function services(): array
    {
        return [[CartMigrationService::class], [CartMetricsService::class], [CartRetryService::class]];
    }

    #[Test]
    public function theStorageIsTheOneOfTheSettings(): void
    {
        $this->assertInstanceOf(DatabaseStorage::class, $this->app->make('cart')->storage());
    }

    /**
     * @param array<string, mixed> $settings
     */
    #[Test]
    #[DataProvider('storages')]
    public function eachStorageIsMadeAsTheSettingsSay(array $settings, StorageInterface $expected): void
    {
        config($settings);
        $driver = strtolower(substr(class_basename($expected), 0, -strlen('Storage')));
        $made = $this->app->make("cart.storage.{$driver}");

        $this->assertInstanceOf($expected::class, $made);

        foreach (['keyPrefix', 'ttl', 'useLocking', 'lockTimeout'] as $property) {
            if (property_exists($expected, $property)) {
                $property = new ReflectionProperty($expected, $property);
                $this->assertSame($property->getValue($expected), $property->getValue($made), $property->name);
            }
        }
    }

    public static function storages(): array
    {
        $session = new \Illuminate\Session\Store('any', new \Illuminate\Session\ArraySessionHandler(1));
        $cache = new \Illuminate\Cache\Repository(new \Illuminate\Cache\ArrayStore());

        return [
            'session' => [[], new SessionStorage($session)],
            'session under another key' => [['cart.session.key' => 'basket'], new SessionStorage($session, 'basket')],
            'cache' => [[], new CacheStorage($cache)],
            'cache as text says' => [
                ['cart.cache' => ['prefix' => 'basket', 'ttl' => '60', 'locking' => 'true', 'lock_timeout' => '9']],
                new CacheStorage($cache, 'basket', 60, true, 9),
            ],
            'cache by its older names' => [
                ['cart.cache_locking' => true, 'cart.lock_timeout' => 7],
                new CacheStorage($cache, 'cart', 86400, true, 7),
            ],
        ];
    }

    #[Test]
    public function aStorageIsMadeAnewEachTimeItIsAskedFor(): void
    {
        $this->assertNotSame($this->app->make('cart.storage.database'), $this->app->make('cart.storage.database'));
    }

    #[Test]
    public function anUnknownDriverIsRefusedByName(): void
    {
        config(['cart.storage' => 'x']);

        $this->assertRefused(
            BindingResolutionException::class,
            'Target class [cart.storage.x] does not exist.',
            fn () => $this->app->make('cart'),
        );
    }

    #[Test]
    public function whatItProvidesIsListed(): void
    {
        $provider = new CartServiceProvider($this->app);

        $this->assertSame([
            'cart',
            Cart::class,
            StorageInterface::class,
            CartMigrationService::class,
            CartMetricsService::class,
            CartRetryService::class,
            'cart.storage.session',
            'cart.storage.cache',
            'cart.storage.database',
        ], $provider->provides());
        $this->assertFalse($provider->isDeferred());
        $this->assertFalse($this->app->bound(Cart::class));
        $this->assertFalse($this->app->bound(StorageInterface::class));
    }

    /**
     * @param array<string, int> $calls
     */
    #[Test]
    #[DataProvider('registrations')]
    public function itsMethodsRegisterWhatMocksExpect(string $method, array $calls): void
    {
        $app = $this->createMock(Application::class);

        foreach (['bind', 'singleton', 'alias'] as $call) {
            $app->expects($this->exactly($calls[$call] ?? 0))->method($call);
        }

        $this->assertTrue((new ReflectionMethod(CartServiceProvider::class, $method))->isProtected());
        (new ReflectionMethod(CartServiceProvider::class, $method))->invoke(new CartServiceProvider($app));
    }

    public static function registrations(): array
    {
        return [
            ['registerStorageDrivers', ['bind' => 3]],
            ['registerCartManager', ['singleton' => 1, 'alias' => 1]],
            ['registerMigrationService', ['singleton' => 1]],
            ['registerEnhancedServices', ['singleton' => 2]],
        ];
    }

    #[Test]
    public function theSettingsAndTheMigrationArePublishedUnderTheirTags(): void
    {
        $settings = ServiceProvider::pathsToPublish(CartServiceProvider::class, 'cart-config');
        $migrations = ServiceProvider::pathsToPublish(CartServiceProvider::class, 'cart-migrations');

        $this->assertSame([config_path('cart.php')], array_values($settings));
        $this->assertFileExists(array_key_first($settings));
        $this->assertSame(
            [database_path('migrations/2024_12_30_000000_create_carts_table.php')],
            array_values($migrations),
        );
        $this->assertFileExists(array_key_first($migrations));
    }

    #[Test]
    public function theMigrationIsRunWithoutBeingPublished(): void
    {
        Schema::drop('carts');
        $this->assertSame(0, $this->artisan('migrate')[0]);
        $this->assertTrue(Schema::hasTable('carts'));
    }

    #[Test]
    public function aMigrationThatIsPublishedIsNotRunTwice(): void
    {
        Schema::drop('carts');
        $paths = ServiceProvider::pathsToPublish(CartServiceProvider::class, 'cart-migrations');
        copy(array_key_first($paths), reset($paths));

        $this->assertSame(0, $this->artisan('migrate')[0]);
        $this->assertSame(1, $this->app->make('db')->table('migrations')->where('migration', 'like', '%carts%')->count());
    }

    #[Test]
    public function theConnectionOfTheSettingsHoldsTheCarts(): void
    {
        $this->startApplication([
            'database.connections.carts' => ['driver' => 'sqlite', 'database' => ':memory:', 'prefix' => ''],
            'cart.database' => ['connection' => 'carts', 'table' => 'baskets'],
        ]);

        $this->app->make('cart')->add('a', 'A', 1);

        $this->assertSame(1, $this->app->make('db')->connection('carts')->table('baskets')->count());
        $this->assertFalse(Schema::hasTable('baskets'));
    }

    #[Test]
    public function theMigrationGoesToThatConnection(): void
    {
        $this->startApplication([
            'database.connections.carts' => ['driver' => 'sqlite', 'database' => ':memory:', 'prefix' => ''],
            'cart.database' => ['connection' => 'carts'],
        ]);
        Schema::connection('carts')->drop('carts');

        $this->assertSame(0, $this->artisan('migrate')[0]);

        $this->assertTrue(Schema::connection('carts')->hasTable('carts'));
        $this->assertFalse(Schema::hasTable('carts'));
    }

    /**
     * @param array<string, mixed> $settings
     */
    #[Test]
    #[DataProvider('currencies')]
    public function theCurrencyIsTheOneTheApplicationChose(array $settings, string $currency): void
    {
        $app = LaravelApplication::start($this->directory, $settings + $this->settings());

        $this->assertSame($currency, $app->make('config')->get('cart.money.default_currency'));
    }

    public static function currencies(): array
    {
        return [
            'none' => [[], 'MYR'],
            'the name that the original does not read' => [['cart.default_currency' => 'EUR'], 'EUR'],
            'the original\'s name' => [['cart.money' => ['default_currency' => 'JPY']], 'JPY'],
            'both' => [['cart.default_currency' => 'EUR', 'cart.money' => ['default_currency' => 'JPY']], 'JPY'],
        ];
    }

    #[Test]
    public function textFromTheEnvironmentIsWhatItMeans(): void
    {
        // A file that was published by the original hands over what env() gives.
        $this->startApplication(['cart.events' => '0', 'cart.cache' => ['prefix' => 'cart', 'ttl' => '60']]);
        $heard = [];
        $this->app->make('events')->listen('MasyukAI\Cart\Events\*', static function (string $event) use (&$heard): void {
            $heard[] = $event;
        });

        $this->app->make('cart')->add('a', 'A', 1);

        $this->assertSame([], $heard);
    }

    #[Test]
    public function theUpdateFollowsEachChange(): void
    {
        $heard = [];
        $this->app->make('events')->listen('MasyukAI\Cart\Events\*', static function (string $event) use (&$heard): void {
            $heard[] = class_basename($event);
        });

        $this->app->make('cart')->add('a', 'A', 1);

        $this->assertSame(['CartCreated', 'CartUpdated', 'ItemAdded'], $heard);
    }

    #[Test]
    public function composerTellsLaravelOfTheProviderAndTheAlias(): void
    {
        $composer = json_decode((string) file_get_contents(dirname(__DIR__, 3) . '/composer.json'), true);

        $this->assertSame(
            [CartServiceProvider::class, ReservationServiceProvider::class, VersionServiceProvider::class],
            $composer['extra']['laravel']['providers'],
        );
        $this->assertSame(
            ['Cart' => \MasyukAI\Cart\Facades\Cart::class, 'Reservations' => Reservations::class],
            $composer['extra']['laravel']['aliases'],
        );
    }
}
