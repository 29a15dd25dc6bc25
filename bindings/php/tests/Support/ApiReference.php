<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use BackedEnum;
use ReflectionClass;
use ReflectionMethod;
use ReflectionProperty;

/**
 * docs/laravel/api.md, made from the sources: every class that is for applications, what it has, and the first sentence of
 * its doc comments.
 */
final class ApiReference
{
    public const FILE = __DIR__ . '/../../../../docs/laravel/api.md';

    private const HEAD = <<<'MARKDOWN'
        # API reference

        What the package offers, from its sources: `make generate` writes this page, and a test compares it with them. How it is used
        is in [usage.md](usage.md) and the other [guides](README.md). What is marked `@internal` in the sources is not here, and may
        change with any release. Classes are named as `use` lets them be written. What a class carries out for an interface is written at
        the interface. What the constructor of an event, an item or a result takes is a property of that name, to be read.

        MARKDOWN;

    private const NAMESPACES = [
        'MasyukAI\\Cart\\' => 'What the package that this one replaces has too, with the same signatures.',
        'Cartwright\\' => 'What this package has beside that.',
    ];

    public static function page(): string
    {
        $index = '';
        $chapters = '';

        foreach (self::NAMESPACES as $prefix => $about) {
            $index .= "\n`" . rtrim($prefix, '\\') . "`:\n";
            $chapters .= "\n## " . rtrim($prefix, '\\') . "\n\n{$about}\n";

            foreach (PackageSurface::classes($prefix) as $class) {
                $name = substr($class->name, strlen($prefix));
                $index .= "[{$name}](#" . strtolower(str_replace('\\', '', $name)) . ") ·\n";
                $chapters .= self::chapter($class, $name);
            }

            $index = substr($index, 0, -strlen(" ·\n")) . "\n";
        }

        return self::HEAD . $index . $chapters;
    }

    /**
     * @param ReflectionClass<object> $class
     */
    private static function chapter(ReflectionClass $class, string $name): string
    {
        $parent = $class->getParentClass();
        $interfaces = PackageSurface::interfaces($class);
        $keyword = PackageSurface::keyword($class) . ' ' . $class->getShortName()
            . ($parent === false ? '' : ' extends ' . class_basename($parent->name))
            . ($interfaces === [] || $class->isEnum() ? '' : ($class->isInterface() ? ' extends ' : ' implements ')
                . implode(', ', array_map(class_basename(...), $interfaces)));
        $rows = [...self::cases($class), ...self::properties($class), ...self::methods($class)];

        return "\n### {$name}\n\n`{$keyword}`" . self::made($class) . "\n\n"
            . self::sentence((string) $class->getDocComment()) . "\n"
            . ($rows === [] ? '' : "\n| | |\n| --- | --- |\n" . implode('', $rows));
    }

    /**
     * How an object of it is made.
     *
     * @param ReflectionClass<object> $class
     */
    private static function made(ReflectionClass $class): string
    {
        foreach (PackageSurface::methods($class) as $method) {
            if ($method->isConstructor() && $method->isPublic()) {
                return "\\\n`new {$class->getShortName()}"
                    . substr(Signature::call($method, Signature::short(...)), strlen('__construct')) . '`';
            }
        }

        return '';
    }

    /**
     * @param ReflectionClass<object> $class
     *
     * @return list<string>
     */
    private static function cases(ReflectionClass $class): array
    {
        $rows = [];

        foreach ($class->isEnum() ? $class->getReflectionConstants() : [] as $case) {
            $value = $case->getValue();
            $rows[] = self::row(
                "case {$case->name}" . ($value instanceof BackedEnum ? ' = ' . var_export($value->value, true) : ''),
                (string) $case->getDocComment(),
            );
        }

        return $rows;
    }

    /**
     * @param ReflectionClass<object> $class
     *
     * @return list<string>
     */
    private static function properties(ReflectionClass $class): array
    {
        // Those that the constructor names need not be said twice.
        $given = array_column($class->getConstructor()?->getParameters() ?? [], 'name');
        $properties = array_filter(
            PackageSurface::properties($class),
            static fn (ReflectionProperty $property): bool => ! in_array($property->name, $given, true),
        );

        return array_map(static fn (ReflectionProperty $property): string => self::row(
            ($property->isReadOnly() ? 'readonly ' : '') . Signature::short($property->getType()) . " \${$property->name}",
            (string) $property->getDocComment(),
        ), $properties);
    }

    /**
     * @param ReflectionClass<object> $class
     *
     * @return list<string>
     */
    private static function methods(ReflectionClass $class): array
    {
        $methods = array_filter(PackageSurface::methods($class), static fn (ReflectionMethod $method): bool => match (true) {
            // Shown above the table, or nobody's to call: what a listener does at each of its events.
            preg_match('/^(__construct|__clone|handle[A-Z].*)$/', $method->name) === 1 => false,
            // Of what carries out an interface, and has nothing to say beside that, the interface says it.
            default => ! $method->hasPrototype() || self::sentence((string) $method->getDocComment()) !== '',
        });

        return array_map(static fn (ReflectionMethod $method): string => self::row(
            ($method->isProtected() ? 'protected ' : '') . ($method->isStatic() ? 'static ' : '')
                . Signature::of($method, Signature::short(...)),
            (string) $method->getDocComment(),
        ), $methods);
    }

    private static function row(string $code, string $comment): string
    {
        return '| `' . str_replace('|', '\\|', $code) . '` | ' . str_replace('|', '\\|', self::sentence($comment)) . " |\n";
    }

    /**
     * The first of a doc comment, without its tags.
     */
    private static function sentence(string $comment): string
    {
        $text = (string) preg_replace('~^\s*(?:/\*\*|\*/|\*)[ \t]?|\s*\*/$~m', '', $comment);
        $text = trim((string) preg_replace('/\n\s*\n.*/s', '', trim((string) preg_replace('/^@.*/ms', '', trim($text)))));

        return (string) preg_replace('/\s+/', ' ', (string) preg_replace('/(?<=[.?!])\s+(?=[A-Z`]).*/s', '', $text));
    }
}
