<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Tests\TestCase;
use FilesystemIterator;
use Illuminate\Support\Arr;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

/**
 * A setting that nobody reads is a promise that nobody keeps.
 */
final class ConfigKeysTest extends TestCase
{
    private const PACKAGE = __DIR__ . '/../..';

    /** Branches that are read as a whole, into a variable of their name. */
    private const BRANCHES = ['database', 'limits', 'metrics', 'retry', 'switches'];

    /** What applications set under older names; no file of ours offers them. */
    private const OLDER = ['cart.default_currency', 'cart.cache_locking', 'cart.lock_timeout'];

    #[Test]
    #[DataProvider('keys')]
    public function aSettingOfTheFileIsRead(string $key): void
    {
        $this->assertTrue($this->isRead($key), "Nobody reads cart.{$key}");
    }

    public static function keys(): array
    {
        return self::keysOf('cart');
    }

    #[Test]
    #[DataProvider('keysOfReservations')]
    public function aSettingOfTheFileOfReservationsIsRead(string $key): void
    {
        $isRead = static fn (string $source): bool => self::isReadIn($source, 'reservations', $key);
        $this->assertNotSame([], array_filter(self::sources(), $isRead), "Nobody reads reservations.{$key}");
    }

    public static function keysOfReservations(): array
    {
        return self::keysOf('reservations');
    }

    #[Test]
    #[DataProvider('keysOfVersions')]
    public function aSettingOfTheFileOfVersionsIsRead(string $key): void
    {
        $isRead = static fn (string $source): bool => self::isReadIn($source, 'versions', $key);
        $this->assertNotSame([], array_filter(self::sources(), $isRead), "Nobody reads versions.{$key}");
    }

    public static function keysOfVersions(): array
    {
        return self::keysOf('versions');
    }

    private static function keysOf(string $file): array
    {
        // PHPUnit asks before there is an application; env() needs none.
        $keys = array_keys(Arr::dot(require self::PACKAGE . "/config/{$file}.php"));
        // A list is one setting, and so is a map by the names of classes.
        $keys = array_values(array_unique(preg_replace(['/\.\d+$/', '/\.[A-Z].*$/'], '', $keys)));

        return array_combine($keys, array_map(static fn (string $key): array => [$key], $keys));
    }

    #[Test]
    public function aSettingThatIsReadIsInTheFile(): void
    {
        $reservations = array_map(static fn (string $key): string => "reservations.{$key}", array_keys(self::keysOfReservations()));
        $versions = array_map(static fn (string $key): string => "versions.{$key}", array_keys(self::keysOfVersions()));
        $known = [...array_keys(self::keys()), 'migration', ...self::BRANCHES];
        $known = [...array_map(static fn (string $key): string => "cart.{$key}", $known), ...self::OLDER, ...$reservations, ...$versions];
        $known[] = 'versions.invalidation';
        $read = [];

        foreach (self::sources() as $source) {
            preg_match_all("/(?:config|get|text|integer|number|switch)\(\s*'((?:cart|reservations|versions)\.[a-z_.]+)'/", $source, $found);
            $read = [...$read, ...$found[1]];
        }

        $this->assertNotSame([], $read);
        $this->assertSame([], array_values(array_diff(array_unique($read), $known)));
    }

    /**
     * By its name, or as the same section of whichever file is meant.
     */
    private static function isReadIn(string $source, string $file, string $key): bool
    {
        return str_contains($source, "'{$file}.{$key}'") || str_contains($source, "\"{\$of}.{$key}\"");
    }

    private function isRead(string $key): bool
    {
        foreach (self::sources() as $source) {
            if (self::isReadIn($source, 'cart', $key)) {
                return true;
            }

            foreach (self::BRANCHES as $branch) {
                $name = substr($key, strlen($branch) + 1);

                if (str_starts_with($key, "{$branch}.") && str_contains($source, "\${$branch}['{$name}']")) {
                    return true;
                }
            }
        }

        return false;
    }

    /**
     * @return list<string>
     */
    private static function sources(): array
    {
        $sources = [];

        foreach (['src', 'database'] as $directory) {
            $files = new RecursiveIteratorIterator(
                new RecursiveDirectoryIterator(self::PACKAGE . "/{$directory}", FilesystemIterator::SKIP_DOTS),
            );

            foreach ($files as $file) {
                $sources[] = (string) file_get_contents($file->getPathname());
            }
        }

        return $sources;
    }
}
