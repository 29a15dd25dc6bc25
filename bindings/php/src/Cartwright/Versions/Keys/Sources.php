<?php

declare(strict_types=1);

namespace Cartwright\Versions\Keys;

use Closure;
use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;

/**
 * An application's files of PHP.
 *
 * @internal
 */
final readonly class Sources
{
    /**
     * @param list<Source> $files
     */
    private function __construct(private array $files)
    {
    }

    /**
     * @param list<string> $directories
     * @param Closure(float): void $progress
     */
    public static function in(array $directories, string $base, Closure $progress): self
    {
        $paths = array_merge(...array_map(self::paths(...), $directories));
        $files = [];

        foreach ($paths as $path) {
            $name = str_starts_with($path, "{$base}/") ? substr($path, strlen($base) + 1) : $path;
            $files[] = new Source($name, (string) file_get_contents($path));
            $progress(count($files) / count($paths));
        }

        return new self($files);
    }

    /**
     * @return list<KeyUse>
     */
    public function keeps(): array
    {
        return array_merge(...array_map(static fn (Source $file): array => $file->keeps(), $this->files));
    }

    /**
     * @return list<string>
     */
    public function raises(): array
    {
        return array_merge(...array_map(static fn (Source $file): array => $file->raises(), $this->files));
    }

    /**
     * @return list<string>
     */
    private static function paths(string $directory): array
    {
        $paths = [];
        $all = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($directory, FilesystemIterator::SKIP_DOTS));

        foreach ($all as $file) {
            $file->getExtension() === 'php' && $paths[] = $file->getPathname();
        }

        sort($paths);

        return $paths;
    }
}
