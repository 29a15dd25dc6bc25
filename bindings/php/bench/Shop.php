<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Cartwright\Bench\Places\CachePlace;
use Cartwright\Bench\Places\DatabasePlace;
use Cartwright\Bench\Places\EnginePlace;
use Cartwright\Bench\Places\Place;
use Cartwright\Bench\Places\RedisEnginePlace;
use Cartwright\Bench\Places\RedisServer;
use Cartwright\Bench\Places\SessionPlace;
use Cartwright\Storage\NativeLayout;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Events\CartUpdated;
use MasyukAI\Cart\Listeners\DispatchCartUpdated;
use RuntimeException;

/**
 * The application that both carts are measured in: Laravel's container, settings, dispatcher and the place of the carts.
 * Each cart has its subscriber, which follows a change with CartUpdated, and one listener to that.
 */
final class Shop
{
    /** What `cart.storage` may say, by the names in targets.json; the cache and the database driver in two modes. */
    public const DRIVERS = [
        'session',
        'cache',
        'cache-redis',
        'database',
        'database-default',
        'sqlite',
        'native-database',
        'redis',
    ];

    /** How often a listener was told that a cart was updated; that it was called at all is checked. */
    public int $updates = 0;

    private function __construct(
        public readonly string $driver,
        public readonly Place $place,
        public readonly Dispatcher $events,
    ) {
    }

    /**
     * Makes its files anew, in $CARTWRIGHT_BENCH_DIR or in target/bench.
     */
    public static function open(string $driver): self
    {
        $directory = getenv('CARTWRIGHT_BENCH_DIR') ?: dirname(__DIR__, 3) . '/target/bench';

        if (! is_dir($directory) && ! mkdir($directory, 0o777, true)) {
            throw new RuntimeException("The directory {$directory} cannot be made");
        }

        $app = new Container();
        Container::setInstance($app);
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication($app);

        $settings = new Repository(['cart' => require __DIR__ . '/../config/cart.php']);
        $settings->set('cart.money.default_currency', 'USD');
        // One more than the largest cart fits for a moment.
        $settings->set('cart.limits.max_items', 2000);
        $app->instance('config', $settings);
        $events = new Dispatcher($app);
        $app->instance('events', $events);
        $shop = new self($driver, self::place($driver, "{$directory}/{$driver}"), $events);

        $events->subscribe(DispatchCartUpdated::class);
        $events->subscribe(PlainPhpSubscriber::class);
        $events->listen(CartUpdated::class, static function () use ($shop): void {
            $shop->updates++;
        });
        $events->listen(PlainPhpCartUpdated::class, static function () use ($shop): void {
            $shop->updates++;
        });

        return $shop;
    }

    /**
     * A cart that has read nothing yet.
     */
    public function cart(string $identifier): Cart
    {
        return new Cart($this->place->storage($identifier), $identifier, $this->events);
    }

    public function plainCart(string $identifier): PlainPhpCart
    {
        return new PlainPhpCart($this->place->plain($identifier), $this->events);
    }

    private static function place(string $driver, string $file): Place
    {
        return match ($driver) {
            'session' => new SessionPlace(),
            'cache' => new CachePlace(),
            'cache-redis' => new CachePlace(new RedisServer()),
            'database' => new DatabasePlace("{$file}.sqlite", DatabasePlace::WAL),
            'database-default' => new DatabasePlace("{$file}.sqlite", DatabasePlace::AS_IT_COMES),
            'sqlite' => new EnginePlace("{$file}.sqlite", NativeLayout::RowPerItem),
            'native-database' => new EnginePlace("{$file}.sqlite", NativeLayout::Table),
            'redis' => new RedisEnginePlace(new RedisServer()),
        };
    }
}
