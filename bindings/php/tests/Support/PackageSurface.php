<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use ReflectionClass;
use ReflectionMethod;
use ReflectionProperty;

/**
 * What this package offers: its classes, and of each what it has of its own, without what is marked `@internal`.
 */
final class PackageSurface
{
    private const FOLDERS = ['MasyukAI\\Cart\\' => 'Cart', 'Cartwright\\' => 'Cartwright'];

    /**
     * @return list<ReflectionClass<object>> traits are left out: they are what their classes have
     */
    public static function classes(string $prefix): array
    {
        $classes = [];

        foreach (self::names($prefix) as $name) {
            $class = new ReflectionClass($name);

            if (! $class->isTrait() && ! self::isInternal($class)) {
                $classes[] = $class;
            }
        }

        return $classes;
    }

    /**
     * @param ReflectionClass<object> $class
     *
     * @return list<ReflectionMethod> in the order of the sources
     */
    public static function methods(ReflectionClass $class): array
    {
        return array_values(array_filter(
            $class->getMethods(ReflectionMethod::IS_PUBLIC | ReflectionMethod::IS_PROTECTED),
            static fn (ReflectionMethod $method): bool => $method->class === $class->name
                && str_starts_with((string) $method->getFileName(), self::source())
                && ! self::isInternal($method),
        ));
    }

    /**
     * @param ReflectionClass<object> $class
     *
     * @return list<ReflectionProperty>
     */
    public static function properties(ReflectionClass $class): array
    {
        return array_values(array_filter(
            $class->getProperties(ReflectionProperty::IS_PUBLIC),
            // Those of Laravel's traits have no type.
            static fn (ReflectionProperty $property): bool => $property->class === $class->name && $property->hasType()
                && ! $class->isEnum(),
        ));
    }

    /**
     * @param ReflectionClass<object> $class
     *
     * @return list<string> sorted, without those of its parent
     */
    public static function interfaces(ReflectionClass $class): array
    {
        $parent = $class->getParentClass();
        $interfaces = array_diff($class->getInterfaceNames(), $parent === false ? [] : $parent->getInterfaceNames());
        sort($interfaces);

        return $interfaces;
    }

    /**
     * `final readonly class`, without the name.
     *
     * @param ReflectionClass<object> $class
     */
    public static function keyword(ReflectionClass $class): string
    {
        return match (true) {
            $class->isInterface() => 'interface',
            $class->isEnum() => 'enum',
            default => ($class->isFinal() ? 'final ' : '') . ($class->isReadOnly() ? 'readonly ' : '')
                . ($class->isAbstract() ? 'abstract ' : '') . 'class',
        };
    }

    private static function isInternal(ReflectionClass|ReflectionMethod $reflected): bool
    {
        return str_contains((string) $reflected->getDocComment(), '@internal');
    }

    private static function source(): string
    {
        return (string) realpath(__DIR__ . '/../../src');
    }

    /**
     * @return list<class-string> sorted
     */
    private static function names(string $prefix): array
    {
        $folder = self::source() . '/' . self::FOLDERS[$prefix];
        $names = [];

        foreach (
            new RecursiveIteratorIterator(
                new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS),
            ) as $file
        ) {
            // A class has a file of its own; what begins with a small letter is none.
            if (preg_match('/^[A-Z]\w*\.php$/', $file->getFilename()) === 1) {
                $names[] = $prefix . str_replace('/', '\\', substr($file->getPathname(), strlen($folder) + 1, -4));
            }
        }

        sort($names);

        return $names;
    }
}
