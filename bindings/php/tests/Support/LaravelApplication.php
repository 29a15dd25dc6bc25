<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Reservations\ReservationServiceProvider;
use Cartwright\Versions\VersionServiceProvider;
use Illuminate\Auth\AuthServiceProvider;
use Illuminate\Cache\CacheServiceProvider;
use Illuminate\Config\Repository;
use Illuminate\Contracts\Console\Kernel as ConsoleKernelContract;
use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Foundation\MaintenanceMode;
use Illuminate\Contracts\Http\Kernel as HttpKernelContract;
use Illuminate\Cookie\CookieServiceProvider;
use Illuminate\Database\DatabaseServiceProvider;
use Illuminate\Encryption\EncryptionServiceProvider;
use Illuminate\Filesystem\FilesystemServiceProvider;
use Illuminate\Foundation\Application;
use Illuminate\Foundation\Console\Kernel as ConsoleKernel;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\FileBasedMaintenanceMode;
use Illuminate\Foundation\Providers\ConsoleSupportServiceProvider;
use Illuminate\Hashing\HashServiceProvider;
use Illuminate\Http\Request;
use Illuminate\Queue\QueueServiceProvider;
use Illuminate\Redis\RedisServiceProvider;
use Illuminate\Session\SessionServiceProvider;
use Illuminate\Support\Facades\Facade;
use Illuminate\Translation\TranslationServiceProvider;
use Illuminate\View\ViewServiceProvider;
use MasyukAI\Cart\CartServiceProvider;

/**
 * A Laravel application of a shop, as a console command, a request or a worker finds it: with users, sessions, a cache
 * and a SQLite database in memory, and with this package's provider.
 */
final class LaravelApplication
{
    private const PROVIDERS = [
        FilesystemServiceProvider::class,
        EncryptionServiceProvider::class,
        CookieServiceProvider::class,
        CacheServiceProvider::class,
        DatabaseServiceProvider::class,
        ConsoleSupportServiceProvider::class,
        SessionServiceProvider::class,
        AuthServiceProvider::class,
        HashServiceProvider::class,
        TranslationServiceProvider::class,
        ViewServiceProvider::class,
        QueueServiceProvider::class,
        RedisServiceProvider::class,
    ];

    /**
     * @param array<string, mixed> $settings by their names with dots, over those of the shop
     * @param list<class-string> $providers
     */
    public static function start(
        string $directory,
        array $settings = [],
        array $providers = [
            CartServiceProvider::class,
            ReservationServiceProvider::class,
            VersionServiceProvider::class,
        ],
    ): Application {
        $app = new Application($directory);
        $app->detectEnvironment(static fn (): string => 'testing');
        $config = new Repository(self::settings($directory));

        foreach ($settings as $key => $value) {
            $config->set($key, $value);
        }

        $app->instance('config', $config);
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication($app);
        $app->instance('request', Request::create('http://shop.test'));
        $app->singleton(ConsoleKernelContract::class, ConsoleKernel::class);
        $app->singleton(HttpKernelContract::class, ShopKernel::class);
        $app->singleton(ExceptionHandler::class, Handler::class);
        $app->singleton(MaintenanceMode::class, FileBasedMaintenanceMode::class);
        $app->bootstrapWith([]);

        foreach ([...self::PROVIDERS, ...$providers] as $provider) {
            $app->register($provider);
        }

        $app->boot();

        return $app;
    }

    /**
     * @return array<string, mixed>
     */
    private static function settings(string $directory): array
    {
        return [
            'app' => [
                'name' => 'A shop',
                'env' => 'testing',
                'debug' => true,
                'key' => 'base64:' . base64_encode(str_repeat('k', 32)),
                'cipher' => 'AES-256-CBC',
                'locale' => 'en',
                'fallback_locale' => 'en',
            ],
            'auth' => [
                'defaults' => ['guard' => 'web', 'passwords' => 'users'],
                'guards' => [
                    'web' => ['driver' => 'session', 'provider' => 'users'],
                    'staff' => ['driver' => 'session', 'provider' => 'users'],
                ],
                'providers' => ['users' => ['driver' => 'database', 'table' => 'users']],
            ],
            'cache' => ['default' => 'array', 'stores' => ['array' => ['driver' => 'array']], 'prefix' => ''],
            'database' => [
                'default' => 'shop',
                'connections' => ['shop' => ['driver' => 'sqlite', 'database' => ':memory:', 'prefix' => '']],
                'migrations' => 'migrations',
            ],
            'hashing' => ['driver' => 'bcrypt', 'bcrypt' => ['rounds' => 4]],
            'logging' => [
                'default' => 'shop',
                'channels' => [
                    'shop' => ['driver' => 'single', 'path' => "{$directory}/shop.log"],
                    'emergency' => ['path' => "{$directory}/emergency.log"],
                ],
            ],
            'queue' => ['default' => 'sync', 'connections' => ['sync' => ['driver' => 'sync']]],
            'session' => [
                'driver' => 'array',
                'lifetime' => 120,
                'expire_on_close' => false,
                'lottery' => [0, 100],
                'cookie' => 'shop_session',
                'path' => '/',
                'domain' => null,
                'secure' => false,
                'http_only' => true,
                'same_site' => 'lax',
                'encrypt' => false,
            ],
            'view' => ['paths' => ["{$directory}/views"], 'compiled' => "{$directory}/compiled"],
        ];
    }
}
