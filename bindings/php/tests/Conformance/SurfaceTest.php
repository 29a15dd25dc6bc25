<?php

declare(strict_types=1);

namespace Cartwright\Tests\Conformance;

use Cartwright\Tests\Support\PackageSurface;
use Cartwright\Tests\Support\Signature;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\CartServiceProvider;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use PHPUnit\Framework\TestCase;
use ReflectionClass;
use ReflectionProperty;
use Spatie\LaravelPackageTools\PackageServiceProvider;

/**
 * What programs call, and what those name that extend or mock it, is in surface.txt; the classes have that and no more.
 */
final class SurfaceTest extends TestCase
{
    private const PREFIX = 'MasyukAI\\Cart\\';

    private const TRAITS_OF_A_CART = [
        'CalculatesTotals', 'ManagesConditions', 'ManagesDynamicConditions', 'ManagesIdentifier', 'ManagesInstances',
        'ManagesItems', 'ManagesMetadata', 'ManagesStorage',
    ];

    /**
     * @param list<string> $expected
     */
    #[Test]
    #[DataProvider('classes')]
    public function aClassHasWhatTheContractNames(string $class, array $expected): void
    {
        $lines = self::lines(new ReflectionClass(self::PREFIX . $class));
        sort($lines);
        sort($expected);

        $this->assertSame($expected, $lines);
    }

    /**
     * @return iterable<string, array{string, list<string>}>
     */
    public static function classes(): iterable
    {
        $text = (string) preg_replace('/^#.*\n/m', '', (string) file_get_contents(__DIR__ . '/surface.txt'));

        foreach (preg_split('/\n{2,}/', trim($text)) ?: [] as $block) {
            preg_match('/\b(?:class|interface) (\S+)/', $block, $found);

            yield $found[1] => [$found[1], explode("\n", (string) preg_replace('/^  (\+ )?/m', '', $block))];
        }
    }

    #[Test]
    public function noClassIsLeftOut(): void
    {
        $classes = array_map(
            static fn (ReflectionClass $class): string => substr($class->name, strlen(self::PREFIX)),
            PackageSurface::classes(self::PREFIX),
        );

        $this->assertSame(array_keys(iterator_to_array(self::classes())), $classes);
    }

    #[Test]
    public function aCartIsMadeOfTheOriginalsTraits(): void
    {
        $names = array_map(class_basename(...), (new ReflectionClass(Cart::class))->getTraitNames());

        $this->assertEqualsCanonicalizing(self::TRAITS_OF_A_CART, $names);
        $this->assertTrue((new ReflectionProperty(Cart::class, 'dynamicConditions'))->isProtected());
    }

    /**
     * @param ReflectionClass<object> $class
     *
     * @return list<string>
     */
    private static function lines(ReflectionClass $class): array
    {
        $lines = [self::head($class)];

        foreach (PackageSurface::interfaces($class) as $interface) {
            $lines[] = "implements {$interface}";
        }

        foreach (PackageSurface::properties($class) as $property) {
            $lines[] = ($property->isReadOnly() ? 'readonly ' : '') . Signature::short($property->getType())
                . " \${$property->name}";
        }

        foreach (PackageSurface::methods($class) as $method) {
            $lines[] = ($method->isProtected() ? 'protected ' : '') . ($method->isStatic() ? 'static ' : '')
                . Signature::of($method, Signature::short(...));
        }

        return $lines;
    }

    /**
     * @param ReflectionClass<object> $class
     */
    private static function head(ReflectionClass $class): string
    {
        $parent = match (true) {
            // Spatie's class, or the one that takes its name where that package is not installed.
            $class->name === CartServiceProvider::class && $class->isSubclassOf(PackageServiceProvider::class)
                => PackageServiceProvider::class,
            $class->getParentClass() !== false => $class->getParentClass()->name,
            default => '',
        };

        return PackageSurface::keyword($class) . ' ' . substr($class->name, strlen(self::PREFIX))
            . ($parent === '' ? '' : " extends {$parent}");
    }
}
