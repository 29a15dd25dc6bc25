<?php

declare(strict_types=1);

namespace MasyukAI\Cart;

use Cartwright\Laravel\AboutCart;
use Cartwright\Laravel\CartSource;
use Cartwright\Laravel\ChosenCurrency;
use Cartwright\Laravel\Console\DoctorCommand;
use Cartwright\Laravel\Console\InstallCommand;
use Cartwright\Laravel\Housekeeping;
use Cartwright\Laravel\NativeDrivers;
use Cartwright\Laravel\RememberGuestCart;
use Cartwright\Laravel\RequestResets;
use Cartwright\Laravel\Settings;
use Illuminate\Auth\Events\Attempting;
use Illuminate\Auth\Events\Login;
use Illuminate\Contracts\Cache\Repository as Cache;
use Illuminate\Contracts\Container\Container;
use Illuminate\Contracts\Session\Session;
use MasyukAI\Cart\Console\Commands\CartMetricsCommand;
use MasyukAI\Cart\Console\Commands\ClearAbandonedCartsCommand;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\CartCreated;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use MasyukAI\Cart\Listeners\HandleUserLogin;
use MasyukAI\Cart\Listeners\HandleUserLoginAttempt;
use MasyukAI\Cart\Services\CartMetricsService;
use MasyukAI\Cart\Services\CartMigrationService;
use MasyukAI\Cart\Services\CartRetryService;
use MasyukAI\Cart\Storage\CacheStorage;
use MasyukAI\Cart\Storage\DatabaseStorage;
use MasyukAI\Cart\Storage\SessionStorage;
use MasyukAI\Cart\Storage\StorageInterface;
use Spatie\LaravelPackageTools\Package;
use Spatie\LaravelPackageTools\PackageServiceProvider;

/**
 * Tells an application about its carts.
 */
class CartServiceProvider extends PackageServiceProvider
{
    private ?string $currency = null;

    public function configurePackage(Package $package): void
    {
        $package
            ->name('cart')
            ->hasConfigFile()
            ->hasViews()
            ->discoversMigrations()
            ->runsMigrations()
            ->hasCommands(
                ClearAbandonedCartsCommand::class,
                CartMetricsCommand::class,
                InstallCommand::class,
                DoctorCommand::class,
            );
    }

    public function registeringPackage(): void
    {
        // Before the package's own settings fill the gaps.
        $this->currency = ChosenCurrency::of($this->app->make('config'));

        $this->registerStorageDrivers();
        // Beside those of the original, whose number applications count on.
        NativeDrivers::register($this->app);
        $this->registerCartManager();
        $this->registerMigrationService();
        $this->registerEnhancedServices();
    }

    public function packageRegistered(): void
    {
        if ($this->currency !== null) {
            $this->app->make('config')->set('cart.money.default_currency', $this->currency);
        }
    }

    public function bootingPackage(): void
    {
        $this->registerEventListeners();
        $this->registerResets();
    }

    public function packageBooted(): void
    {
        Housekeeping::schedule($this->app);
        AboutCart::register();
    }

    /**
     * @return list<string>
     */
    public function provides(): array
    {
        return [
            'cart',
            Cart::class,
            StorageInterface::class,
            CartMigrationService::class,
            CartMetricsService::class,
            CartRetryService::class,
            'cart.storage.session',
            'cart.storage.cache',
            'cart.storage.database',
        ];
    }

    /**
     * The directory beside which `config` and `database` lie.
     */
    protected function getPackageBaseDir(): string
    {
        return dirname(__DIR__);
    }

    /**
     * The drivers, each as `cart.storage.{name}`.
     */
    protected function registerStorageDrivers(): void
    {
        $this->app->bind('cart.storage.session', static fn (Container $app): StorageInterface => new SessionStorage(
            $app->make(Session::class),
            Settings::of($app)->text('cart.session.key', 'cart'),
        ));

        $this->app->bind('cart.storage.cache', static fn (Container $app): StorageInterface => new CacheStorage(
            $app->make(Cache::class),
            Settings::of($app)->text('cart.cache.prefix', 'cart'),
            Settings::of($app)->integer('cart.cache.ttl', 86400),
            // Applications set these under either name.
            Settings::of($app)->switch('cart.cache_locking', Settings::of($app)->switch('cart.cache.locking', false)),
            Settings::of($app)->integer('cart.lock_timeout', Settings::of($app)->integer('cart.cache.lock_timeout', 5)),
        ));

        $this->app->bind('cart.storage.database', static fn (Container $app): StorageInterface => new DatabaseStorage(
            $app->make('db')->connection($app->make('config')->get('cart.database.connection')),
            Settings::of($app)->text('cart.database.table', 'carts'),
        ));
    }

    /**
     * The manager, as `cart` and by its class.
     */
    protected function registerCartManager(): void
    {
        $this->app->singleton('cart', static function (Container $app): CartManager {
            $source = CartSource::configured($app);

            return (new CartManager($source->storage, $source->events, $source->eventsEnabled))
                ->makeCartsFrom(CartSource::configured(...));
        });

        $this->app->alias('cart', CartManager::class);
    }

    /**
     * What merges carts at a login.
     */
    protected function registerMigrationService(): void
    {
        $this->app->singleton(CartMigrationService::class, static fn (Container $app): CartMigrationService
            => new CartMigrationService((array) $app->make('config')->get('cart.migration', [])));
    }

    /**
     * CartUpdated after the other events, and the merge at a login.
     */
    protected function registerEventListeners(): void
    {
        $events = $this->app->make('events');
        $events->subscribe(DispatchCartUpdated::class);
        $events->listen(CartCreated::class, [CartMetricsService::class, 'handleCartCreated']);
        $events->listen(CartConditionAdded::class, [CartMetricsService::class, 'handleCartConditionAdded']);

        if (Settings::of($this->app)->switch('cart.migration.auto_migrate_on_login', true)) {
            $events->listen(ItemAdded::class, RememberGuestCart::class);
            $events->listen(Attempting::class, HandleUserLoginAttempt::class);
            $events->listen(Login::class, HandleUserLogin::class);
        }
    }

    /**
     * Metrics and retry.
     */
    protected function registerEnhancedServices(): void
    {
        $this->app->singleton(CartMetricsService::class);
        $this->app->singleton(CartRetryService::class);
    }

    /**
     * Nothing of one request is there in the next.
     */
    protected function registerResets(): void
    {
        RequestResets::register($this->app);
    }
}
