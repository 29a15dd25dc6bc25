<?php

declare(strict_types=1);

namespace Cartwright\Tests\versions;

use Cartwright\Reservations\ReservationServiceProvider;
use Cartwright\Tests\Support\LaravelApplication;
use Cartwright\Versions\VersionServiceProvider;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Foundation\Application;
use MasyukAI\Cart\CartServiceProvider;

/**
 * An application in a directory of its own with an `artisan`, so that other processes of it can be started. Each finds the settings in
 * the directory.
 */
final readonly class Shop
{
    private const SETTINGS = 'settings.php';

    private const MIGRATION = __DIR__ . '/../../database/versions/2025_03_01_000000_create_shop_data_version_table.php';

    public string $directory;

    /**
     * @param array<string, mixed> $settings over those of the combination
     */
    public function __construct(Combination $combination, array $settings = [])
    {
        $this->directory = sys_get_temp_dir() . '/cartwright-versions-' . bin2hex(random_bytes(6));

        foreach (['', '/views', '/compiled', '/bootstrap/cache', '/storage/framework', '/storage/app', '/temporary'] as $folder) {
            mkdir($this->directory . $folder, 0700, true);
        }

        file_put_contents("{$this->directory}/" . self::SETTINGS, '<?php return ' . var_export($settings + $combination->settings($this->directory), true) . ';');
        copy(__DIR__ . '/artisan.php', "{$this->directory}/artisan");
        file_put_contents("{$this->directory}/autoload.php", '<?php require ' . var_export(dirname(__DIR__) . '/bootstrap.php', true) . ';');
    }

    /**
     * The tables that an application brings itself.
     */
    public function prepare(Application $app): void
    {
        $schema = $app->make('db')->connection()->getSchemaBuilder();
        $schema->dropIfExists('cache');
        $schema->create('cache', static function ($table): void {
            $table->string('key')->primary();
            $table->mediumText('value');
            $table->integer('expiration');
        });
        $schema->dropIfExists('shop_data_version');
        $schema->dropIfExists('shop_data_version_changes');
        (require self::MIGRATION)->up();
    }

    public function __destruct()
    {
        (new Filesystem())->deleteDirectory($this->directory);
    }

    public function start(): Application
    {
        return self::at($this->directory);
    }

    public static function at(string $directory): Application
    {
        return LaravelApplication::start(
            $directory,
            require "{$directory}/" . self::SETTINGS,
            [CartServiceProvider::class, ReservationServiceProvider::class, VersionServiceProvider::class],
        );
    }

    /**
     * As from a shell.
     *
     * @return array{int, string} exit code and what it said
     */
    public function artisan(string ...$arguments): array
    {
        $output = tempnam($this->directory, 'said');
        $process = proc_open(
            [PHP_BINARY, "{$this->directory}/artisan", ...$arguments, '--no-ansi'],
            [1 => ['file', $output, 'w'], 2 => ['file', $output, 'a']],
            $pipes,
            // Whatever its processes leave behind is found there, and is of nobody else.
            env_vars: ['TMPDIR' => "{$this->directory}/temporary"] + getenv(),
        );
        $code = $process === false ? -1 : proc_close($process);

        return [$code, (string) file_get_contents($output)];
    }
}
