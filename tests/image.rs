//! Images: what is shown, what is refused, and that nothing takes long.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use pilotpack::image::{ImageError, ImageFault, Picture, Raster, Vector, VectorSegment, decode};
use std::io::Cursor;
use std::time::{Duration, Instant};

fn svg(body: &str) -> Result<Vector, ImageError> {
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"100\" height=\"50\" viewBox=\"0 0 100 50\">{body}</svg>"
    );
    vector(&text)
}

fn vector(text: &str) -> Result<Vector, ImageError> {
    let start = Instant::now();
    let decoded = decode("logo.svg", text.as_bytes());
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    decoded.map(|picture| match picture {
        Picture::Vector(vector) => vector,
        Picture::Raster(_) => panic!("not a drawing"),
    })
}

fn raster(name: &str, bytes: &[u8]) -> Result<Raster, ImageError> {
    let start = Instant::now();
    let decoded = decode(name, bytes);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    decoded.map(|picture| match picture {
        Picture::Raster(raster) => raster,
        Picture::Vector(_) => panic!("not pixels"),
    })
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[track_caller]
fn refused(body: &str, what: &str) {
    match svg(body) {
        Err(error) => assert!(error.to_string().contains(what), "{error}"),
        Ok(vector) => panic!("{}", vector.svg),
    }
}

#[test]
fn transforms_are_flattened_and_the_file_is_written_anew() {
    let vector = svg("<title>secret note</title><g transform=\"translate(10 5) scale(2)\">\
         <rect id=\"x\" width=\"10\" height=\"5\" fill=\"#0b5fff\"/></g>")
    .unwrap();
    assert_eq!((vector.width, vector.height), (100.0, 50.0));
    assert_eq!(
        vector.svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\" \
         viewBox=\"0 0 100 50\"><path fill=\"#0b5fff\" d=\"M10 5L30 5L30 15L10 15Z\"/></svg>\n"
    );
    assert_eq!(vector.paths[0].segments[0], VectorSegment::Move([10.0, 5.0]));
    // What was written can be read again, and stays what it is.
    assert_eq!(vector_again(&vector), vector);
}

fn vector_again(of: &Vector) -> Vector {
    vector(&of.svg).unwrap()
}

#[test]
fn strokes_become_filled_outlines() {
    let vector = svg(
        "<path d=\"M10 10H90\" stroke=\"red\" stroke-width=\"4\" stroke-linecap=\"square\"/>\
         <circle cx=\"50\" cy=\"25\" r=\"9\" fill=\"none\" stroke=\"#000\" stroke-dasharray=\"3\"/>",
    )
    .unwrap();
    assert_eq!(vector.paths.len(), 2);
    assert!(vector.paths.iter().all(|path| path.stroke.is_none() && path.fill.is_some()));
    let xs = vector.paths[0].segments.iter().filter_map(|segment| match segment {
        VectorSegment::Move([x, _]) | VectorSegment::Line([x, _]) => Some(*x),
        _ => None,
    });
    let (low, high) = xs.fold((f32::MAX, f32::MIN), |(l, h), x| (l.min(x), h.max(x)));
    assert_eq!((low, high), (8.0, 92.0));
    let moves = |s: &&VectorSegment| matches!(s, VectorSegment::Move(_));
    assert!(vector.paths[1].segments.iter().filter(moves).count() > 8);
}

#[test]
fn what_drawing_programs_write_is_accepted() {
    svg("<defs><clipPath id=\"c\"><rect width=\"100\" height=\"50\"/></clipPath>\
         <linearGradient id=\"unused\"/><style>.a{fill:#123456}</style></defs>\
         <g clip-path=\"url(#c)\"><path class=\"a\" d=\"M0 0h50v50z\"/></g>")
    .unwrap();
    let illustrator = "<?xml version=\"1.0\"?>\n<!-- Generator: x <a b=\"1\"> -->\n\
        <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/x.dtd\">\n\
        <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" xmlns:i=\"http://ns/i\">\
        <metadata><i:text>x</i:text></metadata><i:view i:onload=\"x\"/>\
        <use href=\"#s\"/><defs><symbol id=\"s\"><path d=\"M0 0H9V9\"/></symbol></defs></svg>";
    assert_eq!(vector(illustrator).unwrap().paths.len(), 1);
    assert!(svg("<rect width=\"9\" height=\"9\" opacity=\"0\"/><path d=\"M0 0H9V9\"/>").is_ok());
}

// C6
#[test]
fn what_runs_or_loads_is_refused() {
    refused("<script>alert(1)</script>", "a `script` element in line 1");
    refused("<g xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:script/></g>", "a `script`");
    refused("<g onload=\"x()\"/>", "a script in `onload`");
    refused("<rect ONCLICK=\"x()\" width=\"1\" height=\"1\"/>", "a script in `ONCLICK`");
    refused("<foreignObject><p/></foreignObject>", "a `foreignObject` element");
    refused("<image href=\"file:///etc/passwd\"/>", "an `image`".replace("an", "a").as_str());
    refused("<image href=\"data:image/png;base64,AA\"/>", "`image`");
    refused("<use xlink:href=\"http://evil.example/x.svg#a\"/>", "refers to the outside");
    refused("<use href=\"other.svg#a\"/>", "refers to the outside");
    refused("<a href=\"javascript:x()\"><path d=\"M0 0H9V9\"/></a>", "refers to the outside");
    refused("<rect fill=\"url(http://evil.example/#a)\"/>", "refers to the outside");
    refused("<rect style=\"fill:url('//evil.example/#a')\"/>", "refers to the outside");
    refused("<style>@import 'http://evil.example/x.css';</style>", "refers to the outside");
    refused("<style>rect{fill:url(x.svg#a)}</style>", "refers to the outside");
    refused("<text>Acme</text>", "a `text` element");
    refused("<rect width=\"9\" height=\"9\"><animate attributeName=\"x\"/></rect>", "`animate`");
    refused("<rect width=\"9\" height=\"9\"><set attributeName=\"href\"/></rect>", "`set`");
}

#[test]
fn what_paths_cannot_show_is_refused_by_name() {
    let rect = "width=\"90\" height=\"40\"";
    for paint in ["linearGradient", "radialGradient", "pattern"] {
        refused(
            &format!("<defs><{paint} id=\"p\"/></defs>\n<rect {rect} fill=\"url(#p)\"/>"),
            &format!("a `{paint}` in line 1"),
        );
    }
    refused(&format!("<mask id=\"m\"/><rect {rect} mask=\"url(#m)\"/>"), "a `mask`");
    refused(&format!("<filter id=\"f\"/><rect {rect} filter=\"url(#f)\"/>"), "a `filter`");
    refused(&format!("<rect {rect} style=\"filter:blur(2px)\"/>"), "a `filter`");
    refused(&format!("<rect {rect} style=\"mix-blend-mode:multiply\"/>"), "`mix-blend-mode`");
    refused(&format!("<g opacity=\".5\"><rect {rect}/><rect {rect}/></g>"), "transparent");
    refused(&format!("<rect {rect} fill-opacity=\"0.5\"/>"), "a fill that is partly transparent");
    refused(&format!("<rect {rect} fill=\"rgba(0,0,0,.5)\"/>"), "transparent");
    refused(
        &format!(
            "<clipPath id=\"c\"><circle r=\"9\"/></clipPath><rect {rect} clip-path=\"url(#c)\"/>"
        ),
        "a `clipPath` that cuts something off",
    );
    refused("", "it shows nothing");
    let error = svg("<text/>").unwrap_err();
    assert_eq!(error.hint(), "convert text to paths in the drawing program");
}

// C6: bombs
#[test]
fn files_that_would_grow_are_refused_in_time() {
    let entities = "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
        <svg xmlns=\"http://www.w3.org/2000/svg\"><title>&b;</title></svg>";
    assert!(vector(entities).unwrap_err().to_string().contains("entities"));
    let mut uses = String::from("<defs><rect id=\"u0\" width=\"1\" height=\"1\"/>");
    for n in 1..=9 {
        let many = format!("<use href=\"#u{}\"/>", n - 1).repeat(10);
        uses.push_str(&format!("<g id=\"u{n}\">{many}</g>"));
    }
    refused(&format!("{uses}</defs><use href=\"#u9\"/>"), "repeat too many elements");
    let chain: String =
        (1..5000).map(|n| format!("<g id=\"u{n}\"><use href=\"#u{}\"/></g>", n - 1)).collect();
    refused(&format!("<rect id=\"u0\"/>{chain}"), "nested too deep");
    let clips: String = (1..5000)
        .map(|n| format!("<clipPath id=\"c{n}\" clip-path=\"url(#c{})\"/>", n - 1))
        .collect();
    refused(&format!("{clips}<rect clip-path=\"url(#c4999)\"/>"), "nested too deep");
    let _ = svg("<g id=\"a\"><use href=\"#a\"/></g><use href=\"#a\"/>");
    let _ = svg("<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>");
    let deep = format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000));
    refused(&deep, "nested more than 100 deep");
    refused(&"<rect/>".repeat(60_000), "damaged");
    assert!(vector(&" ".repeat(5 << 20)).is_err());
    assert!(vector(&format!("<svg>{}", " ".repeat(5 << 20))).is_err());
    let path = format!("<path d=\"M0 0{}\"/>", "h1v1".repeat(100_000));
    let marker = "<marker id=\"m\"><rect width=\"1\" height=\"1\"/></marker>";
    refused(&format!("{marker}<g marker-mid=\"url(#m)\">{path}</g>"), "repeat too many");
    let rules = "g>rect:first-child{fill:red}".repeat(5_000);
    refused(&format!("<style>{rules}</style>{}", "<rect/>".repeat(20_000)), "style rules");
    refused("<path d=\"M0 0H1e30V9z\"/>", "pixels away");
    refused("<path d=\"M0 0H1e5\" stroke=\"red\" stroke-dasharray=\".001\"/>", "");
}

// H11
#[test]
fn many_attributes_take_no_time() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
    refused(&format!("<rect{attributes}/>"), "more than 250 attributes");
}

#[test]
fn pixels_come_out_as_they_went_in() {
    let mut image = RgbaImage::from_pixel(3, 2, Rgba([10, 20, 30, 255]));
    let png = encoded(&DynamicImage::ImageRgba8(image.clone()), ImageFormat::Png);
    let opaque = raster("a.png", &png).unwrap();
    assert_eq!((opaque.width, opaque.height, opaque.alpha), (3, 2, None));
    image.put_pixel(1, 0, Rgba([1, 2, 3, 128]));
    let png = encoded(&DynamicImage::ImageRgba8(image), ImageFormat::Png);
    let seen = raster("a.PNG", &png).unwrap();
    assert_eq!(seen.rgb[..6], [10, 20, 30, 1, 2, 3]);
    assert_eq!(seen.alpha.unwrap(), [255, 128, 255, 255, 255, 255]);
}

// H9
#[test]
fn deep_and_grey_pixels_become_eight_bits() {
    let deep = image::ImageBuffer::from_pixel(2, 2, Rgb([0xFFFF_u16, 0x8080, 0]));
    let png = encoded(&DynamicImage::ImageRgb16(deep), ImageFormat::Png);
    assert_eq!(raster("a.png", &png).unwrap().rgb[..3], [255, 128, 0]);
    let grey = image::ImageBuffer::from_pixel(2, 2, image::Luma([77_u8]));
    let png = encoded(&DynamicImage::ImageLuma8(grey.clone()), ImageFormat::Png);
    assert_eq!(raster("a.png", &png).unwrap().rgb, [77; 12]);
    let jpeg = encoded(&DynamicImage::ImageLuma8(grey), ImageFormat::Jpeg);
    assert_eq!(raster("a.jpg", &jpeg).unwrap().rgb.len(), 12);
}

fn jpeg() -> Vec<u8> {
    let mut image = RgbImage::from_pixel(16, 8, Rgb([200, 0, 0]));
    for y in 0..8 {
        image.put_pixel(0, y, Rgb([0, 0, 200]));
    }
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&image).unwrap();
    bytes
}

#[test]
fn a_photo_is_turned_as_its_exif_says() {
    let plain = jpeg();
    let mut turned = plain[..2].to_vec();
    // Orientation 6: turn a quarter to the right.
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    turned.extend([0xFF, 0xE1, 0, u8::try_from(exif.len() + 2).unwrap()]);
    turned.extend(exif);
    turned.extend(&plain[2..]);
    let plain = raster("a.jpeg", &plain).unwrap();
    let turned = raster("a.jpeg", &turned).unwrap();
    assert_eq!((plain.width, plain.height), (16, 8));
    assert_eq!((turned.width, turned.height), (8, 16));
}

// H9
#[test]
fn images_that_are_not_what_they_say_are_refused() {
    let png = encoded(&DynamicImage::new_rgb8(2, 2), ImageFormat::Png);
    let error = decode("logo.jpg", &png).unwrap_err();
    assert_eq!(error.to_string(), "image `logo.jpg` is called JPEG and holds PNG");
    assert!(decode("logo.svg", &png).is_err());
    let error = decode("logo.png", &hex(LOSSY)).unwrap_err();
    assert_eq!(error.to_string(), "image `logo.png` is called PNG and holds WebP");
    assert!(decode("logo.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>").is_err());
    for (bytes, what) in [
        (&b"GIF89a"[..], "a GIF"),
        (b"II*\0", "a TIFF"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1F\x8B\x08", "svgz"),
        (b"hello", "not an SVG, PNG, JPEG or WebP"),
        (b"", "not an SVG, PNG, JPEG or WebP"),
    ] {
        assert!(decode("x", bytes).unwrap_err().to_string().contains(what));
    }
    let mut header = vec![0xFF, 0xD8, 0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4];
    header.extend([1, 17, 0, 2, 17, 0, 3, 17, 0, 4, 17, 0, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9]);
    let error = decode("print.jpg", &header).unwrap_err();
    assert_eq!(error.to_string(), "image `print.jpg` cannot be used: it has CMYK colours");
    // A polyglot: what comes after the picture is not kept.
    let mut tail = png.clone();
    tail.extend(b"PK\x03\x04<script>");
    assert_eq!(raster("a.png", &tail).unwrap(), raster("a.png", &png).unwrap());
}

/// A PNG that says how large it is, with hardly any data.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let png = encoded(&DynamicImage::new_rgb8(1, 1), ImageFormat::Png);
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend(&png[24..29]);
    let crc = header.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
        })
    });
    let mut bytes = png[..12].to_vec();
    bytes.extend(header);
    bytes.extend((!crc).to_be_bytes());
    bytes.extend(&png[33..]);
    bytes
}

// H9
#[test]
fn images_that_are_too_large_are_refused_before_they_are_decoded() {
    for (width, height) in [(50_000, 50_000), (12_001, 1), (11_000, 11_000), (u32::MAX >> 1, 9)] {
        let error = raster("a.png", &claims(width, height)).unwrap_err();
        assert!(matches!(error.fault, ImageFault::TooLarge(_)), "{error}");
    }
    assert!(matches!(raster("a.png", &claims(3, 3)).unwrap_err().fault, ImageFault::Broken(_)));
    let mut large = jpeg();
    let frame = large.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    large[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    let error = raster("a.jpg", &large).unwrap_err();
    assert!(matches!(error.fault, ImageFault::TooLarge(_)), "{error}");
}

/// A lossy WebP of 16 by 8 pixels, red with a blue edge at the left.
const LOSSY: &str = "524946464a00000057454250565038203e0000007002009d012a1000080002804225a802\
    7447007e80658002cdacbc2c00fef6ee01d369bf0da47c99b7475a4eeffea33e4997ffd4b3fffa8cf9265f390000";
/// The same without the edge, its left half half transparent.
const CLEAR: &str = "524946466200000057454250565038580a000000100000000f0000070000414c50480f000000\
    01101210d73d97443d222680347f0000565038202c0000009001009d012a1000080002804225a00274ba00039800\
    fef10a8ffada4cb232c3ffb2b1ffa563ff4ac7ee5000";

fn hex(digits: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(digit).collect()
}

#[test]
fn webp_is_read_lossless_lossy_and_transparent() {
    let mut image = RgbaImage::from_pixel(3, 2, Rgba([10, 20, 30, 255]));
    image.put_pixel(1, 0, Rgba([1, 2, 3, 128]));
    let webp = encoded(&DynamicImage::ImageRgba8(image), ImageFormat::WebP);
    let seen = raster("a.webp", &webp).unwrap();
    assert_eq!(seen.rgb[..6], [10, 20, 30, 1, 2, 3]);
    assert_eq!(seen.alpha.unwrap(), [255, 128, 255, 255, 255, 255]);
    let opaque = encoded(&DynamicImage::new_rgb8(5, 4), ImageFormat::WebP);
    assert_eq!(raster("a.webp", &opaque).unwrap().alpha, None);
    let lossy = raster("a.WEBP", &hex(LOSSY)).unwrap();
    assert_eq!((lossy.width, lossy.height, &lossy.alpha), (16, 8, &None));
    let [r, g, b] = lossy.rgb[45..48] else { panic!() };
    assert!(r > 180 && g < 25 && b < 25, "{r} {g} {b}");
    let clear = raster("a.webp", &hex(CLEAR)).unwrap();
    let alpha = clear.alpha.unwrap();
    assert_eq!((alpha[0], alpha[15]), (128, 255));
}

/// A WebP of these chunks.
fn chunks(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in parts {
        body.extend(*name);
        body.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        body.extend(*data);
        body.extend(&[0][..data.len() % 2]);
    }
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [&b"RIFF"[..], &length, &body].concat()
}

#[test]
fn webp_that_is_too_large_or_moves_is_refused_before_it_is_decoded() {
    // 14 bits a side: 16384 × 16384 pixels of four bytes are a gigabyte.
    for bits in [0x0FFF_FFFF_u32, 0x0FFF_C000, 0x0C1C_1F3F] {
        let data = [&[0x2F][..], &bits.to_le_bytes(), &[0; 8]].concat();
        let error = raster("a.webp", &chunks(&[(b"VP8L", &data)])).unwrap_err();
        assert!(matches!(error.fault, ImageFault::TooLarge(_)), "{error}");
    }
    let lossy = [0, 0, 0, 0x9D, 0x01, 0x2A, 0xFF, 0x3F, 0xFF, 0x3F, 0, 0];
    let error = raster("a.webp", &chunks(&[(b"VP8 ", &lossy)])).unwrap_err();
    assert!(matches!(error.fault, ImageFault::TooLarge(_)), "{error}");
    let nothing = [0, 0, 0, 0x9D, 0x01, 0x2A, 0, 0, 9, 0, 0, 0];
    let error = raster("a.webp", &chunks(&[(b"VP8 ", &nothing)])).unwrap_err();
    assert_eq!(error.to_string(), "image `a.webp` is damaged: it has no pixels");
    // A small canvas must not hide a large picture.
    let canvas = [0, 0, 0, 0, 8, 0, 0, 8, 0, 0];
    let error = raster("a.webp", &chunks(&[(b"VP8X", &canvas), (b"VP8 ", &lossy)])).unwrap_err();
    assert!(error.to_string().contains("not as large as it says"), "{error}");
    // A chunk that says it has four gigabytes.
    let mut exif = chunks(&[(b"VP8X", &canvas), (b"EXIF", &[])]);
    let end = exif.len();
    exif[end - 4..].copy_from_slice(&[0xFF; 4]);
    let error = raster("a.webp", &exif).unwrap_err();
    assert_eq!(error.to_string(), "image `a.webp` is damaged: its end is missing");
    let moving = chunks(&[(b"VP8X", &[2, 0, 0, 0, 8, 0, 0, 8, 0, 0]), (b"ANIM", &[0; 6])]);
    let error = raster("a.webp", &moving).unwrap_err();
    assert_eq!(error.to_string(), "image `a.webp` cannot be used: it has an animation");
}

fn next(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    usize::try_from(*seed >> 16).unwrap()
}

// H9: cut off and damaged files are errors or pictures, never a crash.
#[test]
fn damaged_images_do_no_harm() {
    let mut noise = RgbImage::new(40, 30);
    let mut seed = 0xBAD_5EED;
    for pixel in noise.pixels_mut() {
        *pixel = Rgb([next(&mut seed) as u8, next(&mut seed) as u8, 7]);
    }
    let noise = DynamicImage::ImageRgb8(noise);
    let drawing = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 90 50\">\
        <style>.a{fill:red}</style><defs><clipPath id=\"c\"><rect width=\"90\" height=\"50\"/>\
        </clipPath></defs><g clip-path=\"url(#c)\"><path class=\"a\" transform=\"rotate(9)\" \
        d=\"M1 1C2 2 3 3 4 4Q1 2 9 9a2 3 4 0 1 5 6z\" stroke=\"#fff\" stroke-dasharray=\"1 2\"/>\
        <use href=\"#c\"/></g></svg>";
    let files = [
        ("a.png", encoded(&noise, ImageFormat::Png)),
        ("a.jpg", encoded(&noise, ImageFormat::Jpeg)),
        ("a.svg", drawing.to_vec()),
        ("a.webp", encoded(&noise, ImageFormat::WebP)),
        ("b.webp", hex(LOSSY)),
        ("c.webp", hex(CLEAR)),
    ];
    for (name, bytes) in &files {
        decode(name, bytes).unwrap();
        for end in (0..bytes.len()).step_by(1 + bytes.len() / 150) {
            assert!(decode(name, &bytes[..end]).is_err(), "{name} cut at {end}");
        }
        for _ in 0..400 {
            let mut damaged = bytes.clone();
            for _ in 0..1 + next(&mut seed) % 8 {
                let at = next(&mut seed) % damaged.len();
                damaged[at] = next(&mut seed) as u8;
            }
            if let Err(error) = decode(name, &damaged) {
                assert!(!error.to_string().contains("gave up"), "{name}: a decoder panicked");
            }
        }
    }
    for length in 0..300 {
        let garbage: Vec<u8> = (0..length).map(|_| next(&mut seed) as u8).collect();
        let webp = b"RIFF\xFF\0\0\0WEBPVP8L";
        for start in [&b"\x89PNG\r\n\x1A\n"[..], b"\xFF\xD8\xFF", b"<svg ", webp, b""] {
            let _ = decode("x", &[start, &garbage].concat());
        }
    }
}

// K1
#[test]
fn the_same_image_gives_the_same_bytes() {
    let body = "<circle cx=\"33.3333\" cy=\"20\" r=\"10\" stroke=\"#123\" stroke-width=\"1.7\"/>";
    assert_eq!(svg(body).unwrap(), svg(body).unwrap());
    let text = svg(body).unwrap().svg;
    assert!(!text.contains("-0 ") && !text.contains("e-"), "{text}");
}
