<?php

declare(strict_types=1);

namespace Tests\Support;

use Illuminate\Filesystem\Filesystem;
use RuntimeException;

/**
 * Where one shop keeps its database, sessions and logs, and what its processes find in their environment.
 */
final readonly class Place
{
    private const SHOP = __DIR__ . '/../..';

    /**
     * @param array<string, string> $settings environment variables over those of every shop
     */
    public function __construct(public string $storage, private array $settings = [])
    {
    }

    /**
     * A shop with goods and accounts, in a directory of its own.
     *
     * @param array<string, string> $settings
     */
    public static function open(string $storage, array $settings = []): self
    {
        $place = new self($storage, $settings);
        $place->artisan('shop:open', '--fresh');

        return $place;
    }

    public function artisan(string ...$arguments): string
    {
        // Into a file: a pipe that nobody reads while the process runs may be full.
        is_dir("{$this->storage}/logs") || mkdir("{$this->storage}/logs", recursive: true);
        $log = "{$this->storage}/logs/artisan.log";
        $process = proc_open(
            [PHP_BINARY, self::SHOP . '/artisan', ...$arguments, '--no-ansi'],
            [1 => ['file', $log, 'w'], 2 => ['file', $log, 'a']],
            $pipes,
            self::SHOP,
            $this->environment(),
        );
        $status = $process === false ? -1 : proc_close($process);
        $said = (string) file_get_contents($log);

        if ($status !== 0) {
            throw new RuntimeException("artisan {$arguments[0]} ended with {$status}: {$said}");
        }

        return $said;
    }

    /**
     * @return array<string, string>
     */
    public function environment(): array
    {
        return $this->settings + [
            'LARAVEL_STORAGE_PATH' => $this->storage,
            'APP_KEY' => 'base64:' . base64_encode(str_repeat('k', 32)),
            'BCRYPT_ROUNDS' => '4',
        ] + array_filter(
            getenv(),
            static fn (string $name): bool => in_array($name, ['PATH', 'HOME', 'LANG', 'CARTWRIGHT_LIBRARY'], true),
            ARRAY_FILTER_USE_KEY,
        );
    }

    public function remove(): void
    {
        (new Filesystem())->deleteDirectory($this->storage);
    }
}
