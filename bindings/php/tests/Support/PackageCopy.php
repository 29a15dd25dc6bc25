<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Cartwright\Native\Library;
use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use RuntimeException;

/**
 * A copy of the package in a folder of its own, with the library where a test puts it, for processes that load it from
 * there: a process loads one library once. Removed with `remove()`.
 */
final class PackageCopy
{
    public const REPOSITORY = __DIR__ . '/../../../..';

    /** What stands for the repository. */
    public readonly string $root;

    /** The package in it. */
    public readonly string $package;

    public function __construct()
    {
        $this->root = sys_get_temp_dir() . '/cartwright-' . bin2hex(random_bytes(6));
        $this->package = "{$this->root}/bindings/php";
        mkdir($this->package, recursive: true);
        $original = self::REPOSITORY . '/bindings/php';

        foreach (['autoload.php', 'preload.php'] as $file) {
            copy("{$original}/{$file}", "{$this->package}/{$file}");
        }

        foreach (self::within("{$original}/src", RecursiveIteratorIterator::SELF_FIRST) as $file) {
            $copy = $this->package . substr($file->getPathname(), strlen($original));
            is_dir(dirname($copy)) || mkdir(dirname($copy), recursive: true);
            $file->isDir() || copy($file->getPathname(), $copy);
        }
    }

    public function remove(): void
    {
        foreach (self::within($this->root, RecursiveIteratorIterator::CHILD_FIRST) as $file) {
            $file->isDir() && ! $file->isLink() ? rmdir($file->getPathname()) : unlink($file->getPathname());
        }

        rmdir($this->root);
    }

    /**
     * Where this process has its library from.
     */
    public static function library(): string
    {
        return (string) realpath(Library::instance()->path());
    }

    /**
     * Puts the library that this process uses at a path, too.
     */
    public function place(string $path): string
    {
        is_dir(dirname($path)) || mkdir(dirname($path), recursive: true);
        symlink(self::library(), $path);

        return $path;
    }

    /**
     * A library that says it is of another epoch. Compiled here where there is a compiler; else by tests/c/run.sh, which
     * `make test` runs before.
     */
    public function libraryOfAnotherEpoch(): string
    {
        $built = self::REPOSITORY . '/target/tmp/c/libother_epoch.so';

        if (is_file($built)) {
            return (string) realpath($built);
        }

        $file = "{$this->root}/libother_epoch.so";
        $source = self::REPOSITORY . '/tests/c/other_epoch.c';
        exec('gcc -shared -fPIC ' . escapeshellarg($source) . ' -o ' . escapeshellarg($file) . ' 2>&1', $output, $status);

        if ($status !== 0) {
            throw new RuntimeException('There is no compiler here; run tests/c/run.sh first. ' . implode("\n", $output));
        }

        return $file;
    }

    /**
     * What a PHP of its own says, with an environment that has no more than is given.
     *
     * @param list<string> $arguments of PHP
     * @param array<string, string> $environment
     * @return array{string, string, int} what it printed, what it logged, and its exit code; -1 after a signal
     */
    public static function run(array $arguments, array $environment = []): array
    {
        $process = proc_open(
            [PHP_BINARY, ...$arguments],
            [1 => ['pipe', 'w'], 2 => ['pipe', 'w']],
            $pipes,
            env_vars: $environment + ['PATH' => (string) getenv('PATH')],
        );
        $output = (string) stream_get_contents($pipes[1]);
        $errors = (string) stream_get_contents($pipes[2]);

        return [$output, $errors, proc_close($process)];
    }

    private static function within(string $directory, int $order): RecursiveIteratorIterator
    {
        return new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($directory, FilesystemIterator::SKIP_DOTS),
            $order,
        );
    }
}
