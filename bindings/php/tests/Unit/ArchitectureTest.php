<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Cartwright\Native\Library;
use Cartwright\Tests\TestCase;
use FilesystemIterator;
use PhpToken;
use PHPUnit\Framework\Attributes\Test;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use ReflectionClass;

/**
 * Who may touch FFI: what is preloaded for web requests is decided by that.
 */
final class ArchitectureTest extends TestCase
{
    private const SOURCE = __DIR__ . '/../../src';

    private const NAMES = [T_STRING, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED];

    #[Test]
    public function onlyTheLibraryAndItsTraitsTouchFfi(): void
    {
        $touching = [];

        foreach (self::files() as $name => $file) {
            foreach (PhpToken::tokenize((string) file_get_contents($file)) as $token) {
                if (preg_match('/^\\\\?FFI(\\\\|$)/', $token->text) === 1 && $token->is(self::NAMES)) {
                    $touching[] = $name;

                    break;
                }
            }
        }

        $others = array_filter(
            $touching,
            static fn (string $name): bool => $name !== 'Cartwright/Native/Library'
                && ! str_starts_with($name, 'Cartwright/Native/Library/'),
        );
        $this->assertSame([], array_values($others));
        $this->assertContains('Cartwright/Native/Library', $touching);
    }

    #[Test]
    public function whatLiesBesideTheLibraryAreItsTraits(): void
    {
        $beside = array_filter(
            array_keys(self::files()),
            static fn (string $name): bool => str_starts_with($name, 'Cartwright/Native/Library/'),
        );
        $traits = array_map(static fn (string $name): string => str_replace('/', '\\', $name), array_values($beside));
        $used = array_values((new ReflectionClass(Library::class))->getTraitNames());
        sort($traits);
        sort($used);

        $this->assertSame($traits, $used);
    }

    #[Test]
    public function nobodyElseUsesThoseTraits(): void
    {
        foreach (self::files() as $name => $file) {
            if ($name !== 'Cartwright/Native/Library') {
                $this->assertDoesNotMatchRegularExpression(
                    '/^\s*use \\\\?(Cartwright\\\\Native\\\\)?Library\\\\/m',
                    (string) file_get_contents($file),
                    $name,
                );
            }
        }
    }

    /**
     * @return array<string, string> paths by names such as Cartwright/Native/Library
     */
    private static function files(): array
    {
        $files = [];
        $all = new RecursiveIteratorIterator(new RecursiveDirectoryIterator(self::SOURCE, FilesystemIterator::SKIP_DOTS));

        foreach ($all as $file) {
            if ($file->getExtension() === 'php') {
                $files[substr($file->getPathname(), strlen(self::SOURCE) + 1, -4)] = $file->getPathname();
            }
        }

        ksort($files);

        return $files;
    }
}
