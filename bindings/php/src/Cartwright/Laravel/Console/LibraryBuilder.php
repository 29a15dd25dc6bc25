<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Console;

use Cartwright\Exceptions\NativeException;
use Cartwright\Native\Library;
use Closure;
use Symfony\Component\Process\ExecutableFinder;
use Symfony\Component\Process\Process;

/**
 * Finds the native library; builds it from the sources that the package lies in, where there are any.
 *
 * @internal
 */
class LibraryBuilder
{
    /**
     * The file of the library that is used.
     *
     * @throws NativeException which says where it was looked for
     */
    public function find(): string
    {
        return Library::instance()->path();
    }

    /**
     * Why it cannot be built here; null if it can.
     */
    public function obstacle(): ?string
    {
        if (! is_file($this->sources() . '/Cargo.toml')) {
            return 'the package lies here without its Rust sources';
        }

        return (new ExecutableFinder())->find('cargo') === null ? 'there is no cargo; https://rustup.rs brings it' : null;
    }

    /**
     * @param Closure(string): void $hear gets what the compiler says
     */
    public function build(Closure $hear): bool
    {
        $process = new Process(['cargo', 'build', '--release', '-p', 'cartwright-ffi'], $this->sources(), timeout: null);

        return $process->run(static fn (string $type, string $text) => $hear($text)) === 0;
    }

    private function sources(): string
    {
        return dirname(__DIR__, 6);
    }
}
