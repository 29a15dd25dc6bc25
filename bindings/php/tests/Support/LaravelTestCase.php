<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Container\Container;
use Illuminate\Contracts\Console\Kernel;
use Illuminate\Foundation\Application;
use Illuminate\Support\Carbon;
use Illuminate\Support\Facades\Facade;
use Illuminate\Support\Facades\Schema;
use PHPUnit\Framework\TestCase;

/**
 * Each test has a real Laravel application with this package's provider, on carts in a SQLite database in memory.
 */
abstract class LaravelTestCase extends TestCase
{
    use Refusals;

    protected Application $app;

    protected string $directory;

    /**
     * @return array<string, mixed> by their names with dots
     */
    protected function settings(): array
    {
        return ['cart.storage' => 'database'];
    }

    protected function setUp(): void
    {
        parent::setUp();

        $this->directory = sys_get_temp_dir() . '/cartwright-laravel-' . bin2hex(random_bytes(6));

        foreach (['', '/views', '/compiled', '/bootstrap/cache', '/database/migrations', '/storage/framework', '/storage/app'] as $folder) {
            mkdir($this->directory . $folder, recursive: true);
        }

        $this->startApplication();
    }

    /**
     * @param array<string, mixed> $settings
     */
    protected function startApplication(array $settings = []): void
    {
        $this->app = LaravelApplication::start($this->directory, $settings + $this->settings());
        config(['cart.money.default_currency' => 'USD']);
        (require dirname(__DIR__, 2) . '/database/migrations/2024_12_30_000000_create_carts_table.php')->up();
        Schema::create('users', static function ($table): void {
            $table->id();
            $table->string('email')->nullable();
            $table->string('username')->nullable();
            $table->string('password')->nullable();
            $table->string('remember_token')->nullable();
        });
    }

    protected function tearDown(): void
    {
        Carbon::setTestNow();
        $this->app->flush();
        Facade::clearResolvedInstances();
        Facade::setFacadeApplication(null);
        Container::setInstance(null);
        (new \Illuminate\Filesystem\Filesystem())->deleteDirectory($this->directory);

        parent::tearDown();
    }

    /**
     * A customer with an account.
     */
    protected function customer(string $email = 'ann@shop.test', string $password = 'secret'): int
    {
        return $this->app->make('db')->table('users')->insertGetId([
            'email' => $email,
            'password' => $this->app->make('hash')->make($password),
        ]);
    }

    /**
     * @param array<string, mixed> $parameters
     *
     * @return array{int, string} exit code and output
     */
    protected function artisan(string $command, array $parameters = []): array
    {
        $kernel = $this->app->make(Kernel::class);

        return [$kernel->call($command, $parameters), $kernel->output()];
    }

    /**
     * The lines of the shop's logs, also those that Laravel writes when a log channel is missing.
     *
     * @return list<string>
     */
    protected function logged(): array
    {
        $lines = [];

        foreach (['shop', 'emergency'] as $log) {
            $file = "{$this->directory}/{$log}.log";
            $lines = [...$lines, ...is_file($file) ? file($file, FILE_IGNORE_NEW_LINES) : []];
        }

        return $lines;
    }
}
